/** `relay migrate`: from the SQLite store of a data folder into the PostgreSQL that the configuration names. */
import path from 'node:path'
import type { Writable } from 'node:stream'
import { sha256 } from '../encoding.ts'
import { openSecrets } from '../secrets.ts'
import { migrate } from '../storage/migration/sqlite-to-postgres.ts'
import { openSqliteStore, storeFile } from '../storage/sqlite/sqlite-store.ts'
import { UsageError } from './config-file.ts'
import { readOptions } from './options.ts'
import { programName } from './program-name.ts'

const usage = `${programName} migrate --config FILE [--data FOLDER]: FILE names the PostgreSQL, FOLDER has the old store`

/** Takes the same options as the relay. @throws UsageError @throws Error in words for whoever runs it. */
export async function migrateStore(args: readonly string[], output: Writable): Promise<void> {
  const options = readOptions(args)
  if (options?.postgres === undefined) throw new UsageError(usage)
  const { data, postgres, sqliteBinding } = options
  // Opened as the relay does: refused while it runs, brought to this version, its log written into the file.
  const old = await openSqliteStore({ folder: data, sqliteBinding, onFailure: () => {} })
  await old.close()
  const { trustRoot } = await openSecrets(data)
  const start = performance.now()
  await migrate({
    ...{ file: path.join(data, storeFile), sqliteBinding, postgres },
    trustRootHash: sha256(trustRoot.getPublicKey().serialize()),
    report: ({ table, rows, written, removed }) =>
      output.write(`${table.padEnd(20)} ${rows} rows, ${written} written, ${removed} removed\n`),
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  output.write(`Done in ${seconds} s. The old store is as it was; the relay no longer looks at it.\n`)
}
