/** Words about the commands for a relay that runs. */

/** Days that a registration token is good for. */
export const defaultDays = 30

/** Words by which these commands are known. */
export const adminCommands = [
  'status',
  'accounts',
  'block',
  'unblock',
  'limit',
  'delete',
  'tokens',
  'token',
  'backup',
] as const

export const adminUsage = `  status                        what it is and how much it holds
  accounts [PART]               whose name has PART in it
  block NAME                    shuts an account out; what waits for it stays
  unblock NAME
  limit NAME SIZE               how much may wait for it, such as 20GiB; "usual" for the relay's own limit
  delete NAME                   removes an account and everything that waits for it
  tokens                        what lets people register
  token new [--label WHO] [--uses N] [--days N]
                                a link for one person (or N), for ${defaultDays} days
  token remove ID
  backup FOLDER                 keys, accounts and what waits, while it runs
`
