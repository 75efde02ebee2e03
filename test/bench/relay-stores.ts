/** A relay as a process of its own over each of its stores, with accounts in it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../relay/encoding.ts'
import { openSecrets } from '../../relay/secrets.ts'
import { openPostgresStore } from '../../relay/storage/postgres/postgres-store.ts'
import { openSqliteStore } from '../../relay/storage/sqlite/sqlite-store.ts'
import type { Store } from '../../relay/storage/store.ts'
import { startPostgres, type TestPostgres } from '../../relay/testing/postgres.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startRelay } from '../fixtures/relay.ts'

export type Driver = 'sqlite' | 'postgres'

export interface BenchStore {
  readonly data: string
  /** Null where it is SQLite. */
  readonly postgres: Pick<TestPostgres, 'url'> | null
  /** The store bare, in this process. One at a time with the relay, where it is SQLite. */
  open(): Promise<Store>
  relay(): ReturnType<typeof startRelay>
  dispose(): Promise<void>
}

const free = { burst: 1e9, perMinute: 1e9 }

export async function benchStore(driver: Driver): Promise<BenchStore> {
  const folder = temporaryFolder(`bench-relay-${driver}`)
  const data = path.join(folder.path, 'data')
  mkdirSync(data)
  const postgres = driver === 'postgres' ? await startPostgres() : null
  const config = path.join(folder.path, 'relay.yaml')
  const rates = { registrations: free, registrationsInAll: free, names: free, bundles: free }
  writeFileSync(config, JSON.stringify({ rates, ...(postgres !== null && { postgres: { url: postgres.url } }) }))
  const { trustRoot } = await openSecrets(data)
  const trustRootHash = sha256(trustRoot.getPublicKey().serialize())
  return {
    data,
    postgres,
    open: () =>
      postgres === null
        ? openSqliteStore({ folder: data, onFailure: () => {} })
        : openPostgresStore({ url: postgres.url, trustRootHash, onTrouble: () => {} }),
    relay: () => startRelay(data, 0, ['--config', config, '--log-level', 'warn']),
    async dispose() {
      await postgres?.dispose()
      folder.remove()
    },
  }
}
