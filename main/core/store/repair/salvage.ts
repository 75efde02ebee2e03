/** Copies the rows of a damaged table that can still be read. Has no knowledge of what they mean. */
import Database from 'better-sqlite3'

type Row = Record<string, unknown>

export interface SalvagedTable {
  readonly name: string
  /** Of both the damaged table and the new one. */
  readonly columns: readonly string[]
  /** In the order of the key; empty for a table with rowids. */
  readonly key: readonly string[]
}

/** Attempts to read behind what cannot be read, of one table: as many as take some seconds at most. */
const mostFailures = 10_000
const [lowest, highest] = [-(2n ** 63n), 2n ** 63n - 1n]

/** Gives whether every row was read. Rows that `to` has already are left alone. */
export function salvage(from: Database.Database, to: Database.Database, table: SalvagedTable): boolean {
  return table.key.length === 0 ? byRowid(from, to, table) : fromBothEnds(from, to, table)
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function insertInto(to: Database.Database, { name, columns }: SalvagedTable, rowid: boolean) {
  const names = [...(rowid ? ['rowid'] : []), ...columns.map(quoted)]
  const values = [...(rowid ? ['@rowid'] : []), ...columns.map((_, index) => `@c${index}`)]
  const insert = to.prepare<Row>(`INSERT OR IGNORE INTO ${quoted(name)} (${names}) VALUES (${values})`)
  return (row: Row) => void insert.run(row)
}

const selected = (columns: readonly string[]) => columns.map((column, index) => `${quoted(column)} AS c${index}`)

/** The parts of the table that lie behind damage are found by halving what has not been read, the widest part first. */
function byRowid(from: Database.Database, to: Database.Database, table: SalvagedTable): boolean {
  const insert = insertInto(to, table, true)
  const select = from
    .prepare<[bigint, bigint], Row>(
      `SELECT rowid AS rowid, ${selected(table.columns)} FROM ${quoted(table.name)}
       WHERE rowid BETWEEN ? AND ? ORDER BY rowid`,
    )
    .safeIntegers(true)
  let unread: [bigint, bigint][] = [[lowest, highest]]
  let failures = 0
  while (unread.length > 0 && failures < mostFailures) {
    const halves: [bigint, bigint][] = []
    for (const [low, high] of unread) {
      let next = low
      const whole = eachReadable(select.iterate(low, high), (row) => {
        insert(row)
        next = (row.rowid as bigint) + 1n
      })
      if (whole) continue
      failures += 1
      if (next >= high) continue
      const middle = next + (high - next) / 2n
      halves.push([next, middle], [middle + 1n, high])
    }
    unread = halves
  }
  return failures === 0
}

function fromBothEnds(from: Database.Database, to: Database.Database, table: SalvagedTable): boolean {
  const insert = insertInto(to, table, false)
  const rows = (direction: 'ASC' | 'DESC') =>
    from
      .prepare<[], Row>(
        `SELECT ${selected(table.columns)} FROM ${quoted(table.name)}
         ORDER BY ${table.key.map((column) => `${quoted(column)} ${direction}`)}`,
      )
      .safeIntegers(true)
      .iterate()
  if (eachReadable(rows('ASC'), insert)) return true
  eachReadable(rows('DESC'), insert)
  return false
}

/** False where something cannot be read. What `take` raises is raised. */
function eachReadable(rows: IterableIterator<Row>, take: (row: Row) => void): boolean {
  for (;;) {
    let next: IteratorResult<Row>
    try {
      next = rows.next()
    } catch (error) {
      if (isDamage(error)) return false
      throw error
    }
    if (next.done) return true
    try {
      take(next.value)
    } catch (error) {
      rows.return?.()
      throw error
    }
  }
}

const damage = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR']

const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && damage.some((code) => error.code.startsWith(code))
