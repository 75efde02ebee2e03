/** Whether the database is whole: every page has its own authentication code (SQLCipher), every row its form. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { translated } from './database-error.ts'

/** See {@link Store.assertSound}. */
export async function assertSound(db: Database): Promise<void> {
  // What a virtual table holds lies in other tables.
  const tables = translated(() =>
    db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
      .pluck()
      .all(),
  )
  for (const table of tables) {
    const found = translated(() => db.pragma(`quick_check('${table}')`, { simple: true }))
    if (found !== 'ok') throw new AppError('profile-damaged', 'a table is damaged')
    await nextTurn()
  }
}
