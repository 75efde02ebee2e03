/**
 * Tables of the relay in PostgreSQL. The account leads every key, so that a distributed PostgreSQL can place the tables by
 * it; names, which must be unique among all, have a table of their own. Owns the schema's version.
 */
import { Client } from 'pg'
import { accountFunctions } from './accounts.ts'
import { blobFunctions } from './blobs.ts'
import { clientConfig, defaultSchema, type PostgresOptions } from './database.ts'
import { mailboxFunctions } from './mailboxes.ts'
import { prekeyFunctions } from './prekeys.ts'

/** Changes with the tables and with the functions. */
const version = 2

/** Any number, the same for all relays: who holds it makes the tables. */
const schemaLock = 0x4d43_5245

const tables = `
CREATE TABLE relay (
  version int NOT NULL,
  -- SHA-256 of the public key by which clients know this relay.
  trust_root_hash bytea
);
CREATE TABLE username (
  username text COLLATE "C" PRIMARY KEY,
  account uuid NOT NULL,
  identity_key bytea NOT NULL
);
CREATE TABLE account (
  account uuid PRIMARY KEY,
  username text NOT NULL,
  identity_key bytea NOT NULL,
  delivery_hash bytea NOT NULL,
  blob_bytes bigint NOT NULL DEFAULT 0,
  blocked boolean NOT NULL DEFAULT false,
  blob_limit bigint
) WITH (fillfactor = 80);
-- seq grows for ever: an acknowledgement that comes late must not hit a newer envelope.
CREATE TABLE device (
  account uuid NOT NULL,
  device int NOT NULL,
  registration_id int NOT NULL,
  auth_key bytea NOT NULL,
  seq bigint NOT NULL DEFAULT 0,
  waiting bigint NOT NULL DEFAULT 0,
  waiting_bytes bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (account, device)
) WITH (fillfactor = 50);
CREATE TABLE used_nonce (
  nonce bytea PRIMARY KEY,
  expires bigint NOT NULL
);
CREATE TABLE registration_token (
  hash bytea PRIMARY KEY,
  label text NOT NULL,
  expires bigint NOT NULL,
  uses int NOT NULL
);
CREATE TABLE request_token (
  account uuid NOT NULL,
  hash bytea NOT NULL,
  expires bigint NOT NULL,
  PRIMARY KEY (account, hash)
);
CREATE INDEX request_token_expires ON request_token (expires);
-- n records of equal length; those before idx have been given out. Signed and last-resort keys are pages of one.
CREATE TABLE prekey_page (
  account uuid NOT NULL,
  device int NOT NULL,
  kind text NOT NULL,
  idx int NOT NULL,
  n int NOT NULL,
  page bytea NOT NULL,
  PRIMARY KEY (account, device, kind)
) WITH (fillfactor = 80);
CREATE TABLE mailbox (
  account uuid NOT NULL,
  device int NOT NULL,
  seq bigint NOT NULL,
  envelope_id bytea NOT NULL,
  received bigint NOT NULL,
  expires bigint NOT NULL,
  envelope bytea NOT NULL,
  PRIMARY KEY (account, device, seq)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE UNIQUE INDEX mailbox_envelope ON mailbox (account, device, envelope_id);
CREATE INDEX mailbox_expires ON mailbox (expires);
-- All chunks below base have been taken and have no row.
CREATE TABLE blob (
  account uuid NOT NULL,
  blob text COLLATE "C" NOT NULL,
  chunks int NOT NULL,
  chunk_bytes int NOT NULL,
  write_hash bytea NOT NULL,
  read_hash bytea NOT NULL,
  expires bigint NOT NULL,
  version int NOT NULL DEFAULT 0,
  base int NOT NULL DEFAULT 0,
  PRIMARY KEY (account, blob)
) WITH (fillfactor = 80);
CREATE INDEX blob_expires ON blob (expires);
CREATE TABLE chunk (
  account uuid NOT NULL,
  blob text COLLATE "C" NOT NULL,
  n int NOT NULL,
  bytes int NOT NULL,
  taken boolean NOT NULL,
  PRIMARY KEY (account, blob, n)
);
-- Ciphertext does not compress, and of a page of prekeys only one record is read at a time.
ALTER TABLE mailbox ALTER COLUMN envelope SET STORAGE EXTERNAL;
ALTER TABLE prekey_page ALTER COLUMN page SET STORAGE EXTERNAL;
INSERT INTO relay (version) VALUES (${version});
`

/** By the version that each begins at; relays of that version go on beside one that has done it. */
const upgrades: Readonly<Record<number, string>> = {
  1: 'ALTER TABLE account ADD COLUMN blob_limit bigint',
}

/**
 * Makes the tables, brings them to this version, or finds them of this version; one relay does so at a time.
 * @param trustRootHash Of this relay's keys: relays of one cluster have the same.
 * @throws Error in words for whoever runs the relay.
 */
export async function prepareSchema(options: PostgresOptions, trustRootHash: Uint8Array): Promise<void> {
  const { schema = defaultSchema } = options
  const client = new Client(await clientConfig(options))
  try {
    await client.connect()
    await client.query('BEGIN')
    await client.query('SELECT pg_advisory_xact_lock($1)', [schemaLock])
    const found = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema])
    if (found.rowCount === 0) await client.query(`CREATE SCHEMA ${client.escapeIdentifier(schema)}`)
    const made = await client.query('SELECT to_regclass($1) AS relay', [`${schema}.relay`])
    if (made.rows[0]?.relay === null) {
      await client.query(tables)
      for (const functions of [accountFunctions, prekeyFunctions, mailboxFunctions, blobFunctions]) {
        await client.query(functions)
      }
    }
    const { rows } = await client.query<{ version: number; root: Uint8Array | null }>(
      'SELECT version, trust_root_hash AS root FROM relay',
    )
    const [known] = rows
    if (known === undefined || known.version > version) {
      throw new Error(`the database's tables are of version ${known?.version}, this relay knows ${version}`)
    }
    for (let from = known.version; from < version; from++) await client.query(upgrades[from] ?? '')
    if (known.version < version) await client.query('UPDATE relay SET version = $1', [version])
    if (known.root === null) await client.query('UPDATE relay SET trust_root_hash = $1', [trustRootHash])
    else if (Buffer.compare(known.root, trustRootHash) !== 0) {
      throw new Error(
        'the database belongs to a relay with other keys: give this one the same relay-keys.json in its data folder',
      )
    }
    await client.query('COMMIT')
  } catch (error) {
    throw new Error(`PostgreSQL: ${error instanceof Error ? error.message || String(error) : String(error)}`)
  } finally {
    await client.end().catch(() => {})
  }
}
