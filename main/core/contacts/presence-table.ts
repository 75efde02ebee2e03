/** Rows of when contacts were there last. SQL only. */
import type { Database } from 'better-sqlite3'
import type { AccountId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

/** By account; milliseconds since the epoch. */
export function readSeen(db: Database): Map<AccountId, number> {
  const rows = prepared<[], { account: AccountId; seenAt: number }>(
    db,
    'SELECT account, seen_at AS seenAt FROM contact_seen',
  )
  return new Map(rows.all().map(({ account, seenAt }) => [account, seenAt]))
}

export function writeSeen({ db }: Tx, account: AccountId, seenAt: number): void {
  prepared(db, 'INSERT OR REPLACE INTO contact_seen (account, seen_at) VALUES (?, ?)').run(account, seenAt)
}

export function deleteSeen({ db }: Tx): void {
  prepared(db, 'DELETE FROM contact_seen').run()
}
