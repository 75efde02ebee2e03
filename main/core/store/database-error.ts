/** Translates failures of SQLite into the errors that a user can act on. Has no knowledge of what was being stored. */
import Database from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'

/** Gives the `AppError` of a failed database (full disk, damaged file); null for anything else, such as a constraint. */
export function databaseFailure(error: unknown): AppError | null {
  if (!(error instanceof Database.SqliteError)) return null
  if (error.code === 'SQLITE_FULL')
    return new AppError('disk-full', 'no space left for the database', {}, { cause: error })
  if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) {
    return new AppError('profile-damaged', 'the key does not fit or the database is damaged', {}, { cause: error })
  }
  return null
}

/** Runs `work`; a failed database comes out as its `AppError`, anything else unchanged. */
export function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw databaseFailure(error) ?? error
  }
}
