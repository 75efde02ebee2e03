/** What whoever runs the relay sees and decides. */
import type { Database } from 'better-sqlite3'
import type { AccountSummary, RegistrationToken } from '../store.ts'
import type { Operations } from './operations.ts'

type Administration = Pick<
  Operations,
  | 'accounts'
  | 'setBlocked'
  | 'setBlobLimit'
  | 'putRegistrationToken'
  | 'registrationTokens'
  | 'deleteRegistrationToken'
  | 'spendRegistrationToken'
  | 'restoreRegistrationToken'
>

export function administrationOperations(db: Database): Administration {
  const accounts = db.prepare<[string, string, number], Omit<AccountSummary, 'blocked'> & { blocked: number }>(
    `SELECT account, username, blocked, count(device) AS devices, coalesce(sum(waiting), 0) AS waitingEnvelopes,
       coalesce(sum(waiting_bytes), 0) AS waitingBytes, blob_bytes AS blobBytes, blob_limit AS blobLimit
     FROM account LEFT JOIN device USING (account)
     WHERE instr(username, ?) > 0 AND username > ? GROUP BY account ORDER BY username LIMIT ?`,
  )
  const setBlocked = db.prepare<[number, string]>('UPDATE account SET blocked = ? WHERE account = ?')
  const setBlobLimit = db.prepare<[number | null, string]>('UPDATE account SET blob_limit = ? WHERE account = ?')
  const put = db.prepare('INSERT INTO registration_token VALUES (?, ?, ?, ?)')
  const tokens = db.prepare<[], RegistrationToken>(
    'SELECT hash, label, expires AS expiresAt, uses FROM registration_token ORDER BY label, hash',
  )
  const remove = db.prepare<[Uint8Array]>('DELETE FROM registration_token WHERE hash = ?')
  const spend = db.prepare<[Uint8Array, number]>(
    'UPDATE registration_token SET uses = uses - 1 WHERE hash = ? AND expires > ? AND uses > 0',
  )
  const restore = db.prepare<[Uint8Array]>('UPDATE registration_token SET uses = uses + 1 WHERE hash = ?')

  return {
    accounts: (part, after, limit) =>
      accounts.all(part, after, limit).map((row) => ({ ...row, blocked: row.blocked === 1 })),
    setBlocked: (account, blocked) => setBlocked.run(blocked ? 1 : 0, account).changes === 1,
    setBlobLimit: (account, limit) => setBlobLimit.run(limit, account).changes === 1,
    putRegistrationToken: ({ hash, label, expiresAt, uses }) => void put.run(hash, label, expiresAt, uses),
    registrationTokens: () => tokens.all(),
    deleteRegistrationToken: (hash) => void remove.run(hash),
    spendRegistrationToken: (hash, now) => spend.run(hash, now).changes === 1,
    restoreRegistrationToken: (hash) => void restore.run(hash),
  }
}
