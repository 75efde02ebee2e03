/** Opens the encrypted database of a profile. Has no knowledge of where its key comes from or what rooms keep in it. */
import { closeSync, openSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { databaseFailure, translated } from './database-error.ts'
import { hold } from './hold.ts'
import { type Migration, migrate, refuseNewer } from './migrations.ts'
import { assertSound } from './sound.ts'
import type { Store } from './store.ts'
import { transactionsOf } from './transaction.ts'

/** The database key: AES-256, so SQLCipher's key derivation is skipped (a raw `x'…'` key). */
export const databaseKeyBytes = 32

export interface StoreOptions {
  /** Path of the database file; made with mode 0600 where there is none. */
  readonly file: string
  /** 32 random bytes. */
  readonly key: Uint8Array
  /** Every room's steps, in the order in which rooms depend on one another. */
  readonly migrations: readonly Migration[]
  /** Another build of the native part, for a runtime with another ABI. */
  readonly sqliteBinding?: string
  /** Gets what an `afterCommit` effect throws. */
  readonly report?: (error: unknown) => void
}

/**
 * Opens or makes the database and brings it to the newest version.
 * Raises `AppError`: `profile-newer-version` (the file is left as it is, byte for byte), `profile-damaged` (the key
 * does not fit or the file is damaged), `disk-full`.
 */
export function openStore({ file, key, migrations, sqliteBinding, report = () => {} }: StoreOptions): Store {
  if (key.length !== databaseKeyBytes) throw new RangeError(`a database key has ${databaseKeyBytes} bytes`)
  const connect = (readonly: boolean) => openDatabase(file, key, readonly, sqliteBinding)

  if (isMade(file)) {
    // A read-only look first: a connection that may write would checkpoint the log into a file we must not touch.
    const probe = connect(true)
    try {
      translated(() => refuseNewer(probe, migrations))
    } finally {
      probe.close()
    }
  } else translated(() => closeSync(openSync(file, 'a', 0o600)))

  const db = connect(false)
  try {
    translated(() => {
      configure(db)
      migrate(db, migrations)
    })
  } catch (error) {
    db.close()
    throw error
  }
  return {
    db,
    ...transactionsOf(db, report),
    hold: () => hold(db, file),
    assertSound: () => assertSound(db),
    close: () => db.close(),
  }
}

function isMade(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** Raises `profile-damaged` where the key does not fit or the list of tables cannot be read. */
export function openDatabase(file: string, key: Uint8Array, readonly: boolean, binding?: string): Database.Database {
  const db = new Database(file, { readonly, timeout: 0, ...(binding === undefined ? {} : { nativeBinding: binding }) })
  try {
    // Cipher and key come before any other statement: the first page read without them decides that the file is plain.
    db.pragma("cipher = 'sqlcipher'")
    // The format of SQLCipher 4 itself, so that its own tools can open the file for a rescue.
    db.pragma('legacy = 4')
    assertPragma(db, 'cipher', 'sqlcipher')
    assertPragma(db, `key = "x'${Buffer.from(key).toString('hex')}'"`, 'ok')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw databaseFailure(error) ?? error
  }
}

function configure(db: Database.Database): void {
  assertPragma(db, 'journal_mode = WAL', 'wal')
  // The relay deletes an envelope once it is acknowledged, and a ratchet must never go back: a commit has to survive a
  // power cut, which in WAL mode only FULL promises.
  db.pragma('synchronous = FULL')
  assertPragma(db, 'synchronous', 2)
  db.pragma('foreign_keys = ON')
  // Used-up keys and deleted messages are overwritten, not only unlinked.
  db.pragma('secure_delete = ON')
  // Temporary files would not be encrypted.
  db.pragma('temp_store = MEMORY')
  db.pragma('trusted_schema = OFF')
  db.pragma(`journal_size_limit = ${walLimitBytes}`)
}

/** To what size the write-ahead log is cut back after a checkpoint. */
const walLimitBytes = 16 * 1024 * 1024

function assertPragma(db: Database.Database, pragma: string, expected: unknown): void {
  const given = db.pragma(pragma, { simple: true })
  if (given !== expected) throw new Error(`the database did not take ${pragma.split(' ')[0]}`)
}
