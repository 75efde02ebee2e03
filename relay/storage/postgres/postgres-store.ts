/** The driver of `Store` for several relays: PostgreSQL, reached by every relay of the cluster. Has no SQL of its own. */
import { Refusal } from '../../refusal.ts'
import type { Store } from '../store.ts'
import { accountOperations } from './accounts.ts'
import { administrationOperations } from './administration.ts'
import { blobOperations } from './blobs.ts'
import { openDatabase, type PostgresOptions } from './database.ts'
import { mailboxOperations } from './mailboxes.ts'
import { prekeyOperations } from './prekeys.ts'
import { prepareSchema } from './schema.ts'
import { sweepOperation } from './sweep.ts'
import { totalsOperation } from './totals.ts'

export interface PostgresStoreOptions extends PostgresOptions {
  /** SHA-256 of the public key by which clients know this relay. */
  readonly trustRootHash: Uint8Array
  /** A connection was lost. The next operation makes another. */
  readonly onTrouble: (error: Error) => void
}

/** @throws Error when the database cannot be reached, belongs to other keys or is of another version. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  await prepareSchema(options, options.trustRootHash)
  const db = openDatabase(options, options.onTrouble)
  const blobs = blobOperations(db)
  return {
    ...accountOperations(db),
    ...prekeyOperations(db),
    ...mailboxOperations(db),
    ...blobs,
    ...administrationOperations(db),
    sweep: sweepOperation(db, blobs),
    totals: totalsOperation(db),
    async backup() {
      throw new Refusal('invalid-input', 'PostgreSQL has its own way: pg_dump, or archiving of its log')
    },
    close: () => db.close(),
  }
}
