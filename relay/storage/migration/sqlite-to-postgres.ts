/**
 * Brings a relay's store from SQLite into PostgreSQL. Run twice it brings what has changed: once with a backup while the
 * relay still serves, which takes long, and once when it has stopped, which takes what little has changed since.
 */
import Database from 'better-sqlite3'
import { Client } from 'pg'
import { clientConfig, defaultSchema, type PostgresOptions } from '../postgres/database.ts'
import { prepareSchema } from '../postgres/schema.ts'

/** Rows of one statement; those with pages or envelopes are large. */
const rowsTogether = 500

interface Table {
  readonly name: string
  /** Rows of the old store, and what a row is as values of the new one. */
  readonly select: string
  readonly columns: readonly string[]
  readonly types: readonly string[]
  /** Columns that name a row. */
  readonly key: readonly string[]
}

const pageColumns = ['account', 'device', 'kind', 'idx', 'n', 'page'] as const
const pageTypes = ['uuid', 'int', 'text', 'int', 'int', 'bytea'] as const

const tables: readonly Table[] = [
  {
    name: 'account',
    select: 'SELECT account, username, identity_key, delivery_hash, blob_bytes, blocked, blob_limit FROM account',
    columns: ['account', 'username', 'identity_key', 'delivery_hash', 'blob_bytes', 'blocked', 'blob_limit'],
    types: ['uuid', 'text', 'bytea', 'bytea', 'bigint', 'int', 'bigint'],
    key: ['account'],
  },
  {
    name: 'username',
    select: 'SELECT username, account, identity_key FROM account',
    columns: ['username', 'account', 'identity_key'],
    types: ['text', 'uuid', 'bytea'],
    key: ['username'],
  },
  {
    name: 'device',
    select: 'SELECT account, device, registration_id, auth_key, seq, waiting, waiting_bytes FROM device',
    columns: ['account', 'device', 'registration_id', 'auth_key', 'seq', 'waiting', 'waiting_bytes'],
    types: ['uuid', 'int', 'int', 'bytea', 'bigint', 'bigint', 'bigint'],
    key: ['account', 'device'],
  },
  {
    name: 'prekey_page',
    select: `SELECT account, device, kind, idx, n, page FROM prekey_page
      UNION ALL SELECT account, device, 'signed', 0, 1, signed_prekey FROM device WHERE signed_prekey IS NOT NULL
      UNION ALL SELECT account, device, 'last-resort', 0, 1, last_resort_prekey FROM device
        WHERE last_resort_prekey IS NOT NULL`,
    columns: pageColumns,
    types: pageTypes,
    key: ['account', 'device', 'kind'],
  },
  {
    name: 'request_token',
    select: 'SELECT account, hash, expires FROM request_token',
    columns: ['account', 'hash', 'expires'],
    types: ['uuid', 'bytea', 'bigint'],
    key: ['account', 'hash'],
  },
  {
    name: 'mailbox',
    select: 'SELECT account, device, seq, envelope_id, received, expires, envelope FROM mailbox',
    columns: ['account', 'device', 'seq', 'envelope_id', 'received', 'expires', 'envelope'],
    types: ['uuid', 'int', 'bigint', 'bytea', 'bigint', 'bigint', 'bytea'],
    key: ['account', 'device', 'seq'],
  },
  {
    name: 'blob',
    select: 'SELECT account, blob, chunks, chunk_bytes, write_hash, read_hash, expires, version, base FROM blob',
    columns: ['account', 'blob', 'chunks', 'chunk_bytes', 'write_hash', 'read_hash', 'expires', 'version', 'base'],
    types: ['uuid', 'text', 'int', 'int', 'bytea', 'bytea', 'bigint', 'int', 'int'],
    key: ['account', 'blob'],
  },
  {
    name: 'chunk',
    select: 'SELECT account, blob, n, bytes, taken FROM chunk',
    columns: ['account', 'blob', 'n', 'bytes', 'taken'],
    types: ['uuid', 'text', 'int', 'int', 'int'],
    key: ['account', 'blob', 'n'],
  },
  {
    name: 'registration_token',
    select: 'SELECT hash, label, expires, uses FROM registration_token',
    columns: ['hash', 'label', 'expires', 'uses'],
    types: ['bytea', 'text', 'bigint', 'int'],
    key: ['hash'],
  },
  {
    name: 'used_nonce',
    select: 'SELECT nonce, expires FROM used_nonce',
    columns: ['nonce', 'expires'],
    types: ['bytea', 'bigint'],
    key: ['nonce'],
  },
]

/** SQLite has no other than numbers for these. */
const booleans: ReadonlySet<string> = new Set(['blocked', 'taken'])

export interface Migrated {
  readonly table: string
  /** Rows of the old store. */
  readonly rows: number
  /** Of these, new or changed in the new one. */
  readonly written: number
  /** That the old store has no more. */
  readonly removed: number
}

interface Options {
  /** The old store. Nobody else has it open. */
  readonly file: string
  readonly sqliteBinding?: string | undefined
  readonly postgres: PostgresOptions
  readonly trustRootHash: Uint8Array
  readonly report: (table: Migrated) => void
}

/** All or nothing. @throws Error in words for whoever runs the relay, also where a relay already runs on the new store. */
export async function migrate({ file, sqliteBinding, postgres, trustRootHash, report }: Options): Promise<void> {
  const from = new Database(file, {
    fileMustExist: true,
    readonly: true,
    ...(sqliteBinding !== undefined && { nativeBinding: sqliteBinding }),
  })
  const to = new Client({ ...(await clientConfig(postgres)), statement_timeout: 0, query_timeout: 0 })
  try {
    await prepareSchema(postgres, trustRootHash)
    await to.connect()
    await to.query('BEGIN')
    await refuseWhereOneRuns(to, postgres.schema ?? defaultSchema)
    for (const table of tables) report(await bring(table, from, to))
    await to.query('COMMIT')
  } finally {
    from.close()
    await to.end().catch(() => {})
  }
}

async function refuseWhereOneRuns(to: Client, schema: string): Promise<void> {
  const { rows } = await to.query('SELECT to_regclass($1) AS relays', [`${schema}.relay_process`])
  if (rows[0]?.relays === null) return
  const running = await to.query("SELECT 1 FROM relay_process WHERE seen > now() - interval '15 seconds'")
  if (running.rowCount !== 0) throw new Error('a relay runs on this PostgreSQL; what it has accepted would be lost')
}

async function bring(
  { name, select, columns, types, key }: Table,
  from: Database.Database,
  to: Client,
): Promise<Migrated> {
  const fresh = columns.map((column) => (booleans.has(column) ? `${column} <> 0` : column))
  const others = columns.filter((column) => !key.includes(column))
  const changed = others.map((column) => `known.${column} IS DISTINCT FROM excluded.${column}`).join(' OR ')
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ')
  const statement = `INSERT INTO ${name} AS known (${columns.join(', ')})
    SELECT ${fresh.join(', ')} FROM unnest(${types.map((type, n) => `$${n + 1}::${type}[]`).join(', ')}) AS old (${columns.join(', ')})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${set} WHERE ${changed}`
  // The names of all rows that are, to find those that are no more.
  await to.query(`CREATE TEMPORARY TABLE there ON COMMIT DROP AS SELECT ${key.join(', ')} FROM ${name} LIMIT 0`)
  const keyAt = key.map((column) => columns.indexOf(column))
  const note = `INSERT INTO there SELECT * FROM unnest(${keyAt.map((at, n) => `$${n + 1}::${types[at]}[]`).join(', ')})`

  let rows = 0
  let written = 0
  let batch: unknown[][] = []
  const flush = async () => {
    if (batch.length === 0) return
    const column = (at: number) => batch.map((row) => row[at])
    await to.query(note, keyAt.map(column))
    const { rowCount } = await to.query(
      statement,
      columns.map((_, at) => column(at)),
    )
    rows += batch.length
    written += rowCount ?? 0
    batch = []
  }
  for (const row of from.prepare<[], unknown[]>(select).raw().iterate()) {
    batch.push(row)
    if (batch.length >= rowsTogether) await flush()
  }
  await flush()
  const same = key.map((column) => `there.${column} = ${name}.${column}`).join(' AND ')
  const { rowCount } = await to.query(`DELETE FROM ${name} WHERE NOT EXISTS (SELECT FROM there WHERE ${same})`)
  await to.query('DROP TABLE there')
  return { table: name, rows, written, removed: rowCount ?? 0 }
}
