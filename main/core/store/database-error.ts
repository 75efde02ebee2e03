/** Translates failures of SQLite and of the disk into the errors that a user can act on. Has no knowledge of what was being stored. */
import Database from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'

/** SQLite's and Node's words for a disk that takes no more; SHMSIZE is SQLite's index of the write-ahead log. */
const fullDisk = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'])

/** Gives the `AppError` of a full disk or a damaged database; null for anything else, such as a constraint. */
export function databaseFailure(error: unknown): AppError | null {
  const code = codeOf(error)
  if (fullDisk.has(code)) return new AppError('disk-full', 'no space left for the profile', {}, { cause: error })
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('profile-damaged', 'the key does not fit or the database is damaged', {}, { cause: error })
  }
  return null
}

/** Runs `work`; a failed database or disk comes out as its `AppError`, anything else unchanged. */
export function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw databaseFailure(error) ?? error
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : ''
}
