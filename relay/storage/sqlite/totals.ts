/** How much there is in all. */
import type { Database } from 'better-sqlite3'
import type { Totals } from '../store.ts'
import type { Operations } from './operations.ts'

export function totalsOperation(db: Database): Operations['totals'] {
  const accounts = db.prepare<[], Pick<Totals, 'accounts' | 'blobBytes'>>(
    'SELECT count(*) AS accounts, coalesce(sum(blob_bytes), 0) AS blobBytes FROM account',
  )
  const devices = db.prepare<[], Omit<Totals, 'accounts' | 'blobBytes'>>(
    `SELECT count(*) AS devices, coalesce(sum(waiting), 0) AS waitingEnvelopes,
       coalesce(sum(waiting_bytes), 0) AS waitingBytes FROM device`,
  )
  return () => ({ ...accounts.get(), ...devices.get() }) as Totals
}
