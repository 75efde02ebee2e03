/** Chooses the driver of `Store`. That of PostgreSQL is read only where it is asked for: most relays never need it. */
import type { Logger } from 'pino'
import { errorForLog } from '../../shared/error-log.ts'
import { sha256 } from '../encoding.ts'
import type { Secrets } from '../secrets.ts'
import type { Settings } from '../settings.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store.ts'

interface Surroundings {
  readonly log: Logger
  /** The store has ended by itself: nothing can be stored any more. */
  readonly onFailure: (error: Error) => void
}

/** @throws Error in words for whoever runs the relay. */
export async function openStore(
  { postgres, data, sqliteBinding }: Settings,
  { trustRoot }: Pick<Secrets, 'trustRoot'>,
  { log, onFailure }: Surroundings,
): Promise<Store> {
  if (postgres === undefined) return openSqliteStore({ folder: data, sqliteBinding, onFailure })
  const { openPostgresStore } = await import('./postgres/postgres-store.ts')
  return openPostgresStore({
    ...postgres,
    trustRootHash: sha256(trustRoot.getPublicKey().serialize()),
    onTrouble: (error) => log.warn({ error: errorForLog(error) }, 'a connection to PostgreSQL was lost'),
  })
}
