/** Keeps compiled statements: compiling one costs more than running it. Has no knowledge of what they do. */
import type { Database, Statement } from 'better-sqlite3'

const cache = new WeakMap<Database, Map<string, Statement>>()

/**
 * Gives the compiled statement of `sql`, compiled once per connection. `sql` is a constant, never built from values.
 * The statement is shared: do not call `pluck`, `raw`, `expand` or `safeIntegers` on it.
 */
export function prepared<Parameters extends unknown[] = unknown[], Row = unknown>(
  db: Database,
  sql: string,
): Statement<Parameters, Row> {
  let statements = cache.get(db)
  if (statements === undefined) {
    statements = new Map()
    cache.set(db, statements)
  }
  let statement = statements.get(sql)
  if (statement === undefined) {
    statement = db.prepare(sql)
    statements.set(sql, statement)
  }
  return statement as Statement<Parameters, Row>
}
