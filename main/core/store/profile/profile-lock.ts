/**
 * One process for one profile. The lock is SQLite's own lock on an empty file: the operating system drops it with the
 * process, however that ends, so there is never a stale one. Has no knowledge of what is in the profile.
 */
import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '../../../../shared/errors.ts'

/** Takes the lock at `file`; gives what releases it. Raises `AppError` `profile-in-use`. */
export function lockProfile(file: string, sqliteBinding?: string): () => void {
  closeSync(openSync(file, 'a', 0o600))
  const options = sqliteBinding === undefined ? {} : { nativeBinding: sqliteBinding }
  const lock = new Database(file, { timeout: 0, ...options })
  try {
    // No journal file: there is nothing to roll back.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    const isHeld = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
    throw isHeld ? new AppError('profile-in-use', 'another process has this profile open') : error
  }
  return () => lock.close()
}
