/** How much there is in all. */
import type { Store, Totals } from '../store.ts'
import type { Database } from './database.ts'

const statement = {
  name: 'totals',
  text: `SELECT accounts, "blobBytes", devices, "waitingEnvelopes", "waitingBytes" FROM
    (SELECT count(*) AS accounts, coalesce(sum(blob_bytes), 0)::bigint AS "blobBytes" FROM account) AS of_accounts,
    (SELECT count(*) AS devices, coalesce(sum(waiting), 0)::bigint AS "waitingEnvelopes",
      coalesce(sum(waiting_bytes), 0)::bigint AS "waitingBytes" FROM device) AS of_devices`,
}

export function totalsOperation(db: Database): Store['totals'] {
  return async () => (await db.rows<Totals>(statement, []))[0] as Totals
}
