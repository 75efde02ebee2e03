/** Tables of the embedded relay. The account leads every key. Owns the file's version and settings. */
import { closeSync, openSync } from 'node:fs'
import Database, { type Database as Connection } from 'better-sqlite3'

/** Milliseconds for an earlier relay to let go of the file. */
const busyMs = 1000

/** Each brings the file from the version before to its own. */
const migrations = [
  `
CREATE TABLE account (
  account TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  identity_key BLOB NOT NULL,
  delivery_hash BLOB NOT NULL,
  blob_bytes INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- seq grows for ever: an acknowledgement that comes late must not hit a newer envelope.
CREATE TABLE device (
  account TEXT NOT NULL,
  device INTEGER NOT NULL,
  registration_id INTEGER NOT NULL,
  auth_key BLOB NOT NULL,
  signed_prekey BLOB,
  last_resort_prekey BLOB,
  seq INTEGER NOT NULL DEFAULT 0,
  waiting INTEGER NOT NULL DEFAULT 0,
  waiting_bytes INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_token (
  account TEXT NOT NULL,
  hash BLOB NOT NULL,
  expires INTEGER NOT NULL,
  PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

-- n records of equal length; those before idx have been given out.
CREATE TABLE prekey_page (
  account TEXT NOT NULL,
  device INTEGER NOT NULL,
  kind TEXT NOT NULL,
  idx INTEGER NOT NULL,
  n INTEGER NOT NULL,
  page BLOB NOT NULL,
  PRIMARY KEY (account, device, kind)
) STRICT;

CREATE TABLE mailbox (
  account TEXT NOT NULL,
  device INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  envelope_id BLOB NOT NULL,
  received INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  PRIMARY KEY (account, device, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mailbox_envelope ON mailbox (account, device, envelope_id);
CREATE INDEX mailbox_expires ON mailbox (expires);

-- All chunks below base have been taken and have no row.
CREATE TABLE blob (
  account TEXT NOT NULL,
  blob TEXT NOT NULL,
  chunks INTEGER NOT NULL,
  chunk_bytes INTEGER NOT NULL,
  write_hash BLOB NOT NULL,
  read_hash BLOB NOT NULL,
  expires INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 0,
  base INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, blob)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_expires ON blob (expires);

CREATE TABLE chunk (
  account TEXT NOT NULL,
  blob TEXT NOT NULL,
  n INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  PRIMARY KEY (account, blob, n)
) STRICT, WITHOUT ROWID;
`,
  `
CREATE TABLE used_nonce (
  nonce BLOB PRIMARY KEY,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE account ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
CREATE TABLE registration_token (
  hash BLOB PRIMARY KEY,
  label TEXT NOT NULL,
  expires INTEGER NOT NULL,
  uses INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
  'ALTER TABLE account ADD COLUMN blob_limit INTEGER',
]
const version = migrations.length

/**
 * Opens the file and brings it to this version.
 * @param binding Path of the native part of better-sqlite3, where it is not the usual one.
 * @throws Error when another relay has it open, or when it is of a newer version; then it is not touched.
 */
export function openDatabase(file: string, binding: string | null): Connection {
  // SQLite makes its other files with the mode of this one.
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file, { timeout: busyMs, ...(binding !== null && { nativeBinding: binding }) })
  try {
    const found = db.pragma('user_version', { simple: true }) as number
    if (found > version) throw new Error(`the relay's data are of version ${found}, this relay knows ${version}`)
    // Takes effect in an empty file alone.
    db.pragma('page_size = 8192')
    // One relay for one data folder; a second one fails to open instead of missing doorbells.
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = WAL')
    // An envelope that was accepted survives a power cut.
    db.pragma('synchronous = FULL')
    // Freed pages are overwritten: what was delivered or deleted does not linger in the file.
    db.pragma('secure_delete = FAST')
    db.pragma('cache_size = -65536')
    // Pages; most rows of a mailbox come and go between two checkpoints and are never written to the file itself.
    db.pragma('wal_autocheckpoint = 4000')
    db.pragma('journal_size_limit = 67108864')
    if (found < version) {
      db.transaction(() => {
        for (const migration of migrations.slice(found)) db.exec(migration)
        db.pragma(`user_version = ${version}`)
      }).immediate()
    }
    return db
  } catch (error) {
    db.close()
    const locked = error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY'
    throw locked ? new Error('the data folder is in use by another relay') : error
  }
}
