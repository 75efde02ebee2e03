/**
 * Keeps the database's file as it is while it is copied: commits go to the write-ahead log, which is not brought into it
 * meanwhile (https://sqlite.org/wal.html). This is the only connection, so nobody else does it either.
 */
import type { Database } from 'better-sqlite3'

/** See {@link Store.hold}. */
export function hold(db: Database, file: string): { readonly file: string; release(): void } {
  const usual = db.pragma('wal_autocheckpoint', { simple: true })
  if (usual === 0) throw new Error('the file is held already')
  const [checkpoint] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }]
  if (checkpoint.busy !== 0) throw new Error('somebody reads an earlier state')
  db.pragma('wal_autocheckpoint = 0')
  return { file, release: () => void db.pragma(`wal_autocheckpoint = ${usual}`) }
}
