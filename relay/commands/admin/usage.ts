/** Words about the commands for a relay that runs. */

/** Days that a registration token is good for. */
export const defaultDays = 30

export const adminUsage = `  relay status                  what it is and how much it holds
  relay accounts [PART]         whose name has PART in it
  relay block NAME              shuts an account out; what waits for it stays
  relay unblock NAME
  relay delete NAME             removes an account and everything that waits for it
  relay tokens                  what lets people register
  relay token new [--label WHO] [--uses N] [--days N]
                                a link for one person (or N), for ${defaultDays} days
  relay token remove ID
  relay backup FOLDER           keys, accounts and what waits, while it runs
`
