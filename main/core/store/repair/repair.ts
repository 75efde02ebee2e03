/**
 * Makes a new database of what can be read of a damaged one, which is left as it is. Every page has its own authentication
 * code (SQLCipher), so damage of the disk is known page by page. Has no knowledge of what the rows mean but by `mending`.
 */
import { rmSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { translated } from '../database-error.ts'
import type { Migration } from '../migrations.ts'
import { openDatabase, openStore } from '../open.ts'
import { type SalvagedTable, salvage } from './salvage.ts'

/** What a room knows about its tables. */
export interface Mending {
  /** Names of tables that are made anew from others, as they are in a new database. */
  readonly remade?: readonly string[]
  /** Statements that put back what others need and is gone; in order. */
  readonly sql?: readonly string[]
}

export interface RepairOptions {
  /** Path of the damaged database. */
  readonly file: string
  /** 32 bytes. */
  readonly key: Uint8Array
  /** Path of the new one, which is made anew. */
  readonly into: string
  readonly migrations: readonly Migration[]
  readonly mending: readonly Mending[]
  readonly sqliteBinding?: string
}

/**
 * Gives whether every row was read. Raises `profile-damaged` where not even the list of tables can be read, or the key does
 * not fit, and `disk-full`.
 */
export async function repairDatabase(options: RepairOptions): Promise<boolean> {
  const { file, key, into, migrations, mending, sqliteBinding } = options
  for (const suffix of ['-wal', '-shm', '']) rmSync(`${into}${suffix}`, { force: true })
  foldLog(options)
  const from = openDatabase(file, key, true, sqliteBinding)
  try {
    const binding = sqliteBinding === undefined ? {} : { sqliteBinding }
    const to = openStore({ file: into, key, migrations, ...binding })
    try {
      return await filled(from, to.db, mending)
    } finally {
      to.close()
    }
  } finally {
    from.close()
  }
}

/** Brings the write-ahead log into the file, where that can be done: then there is one file to go by. */
function foldLog({ file, key, sqliteBinding }: RepairOptions): void {
  const db = openDatabase(file, key, false, sqliteBinding)
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch {
    // It is read together with its log, then.
  } finally {
    db.close()
  }
}

async function filled(from: Database, to: Database, mending: readonly Mending[]): Promise<boolean> {
  const remade = new Set(mending.flatMap(({ remade = [] }) => remade))
  let whole = true
  to.pragma('foreign_keys = OFF')
  to.exec('BEGIN IMMEDIATE')
  try {
    const triggers = takeTriggers(to)
    for (const table of tablesOf(to, from)) {
      if (remade.has(table.name)) continue
      // What the new database has begun with is of no use beside what there was.
      translated(() => to.exec(`DELETE FROM "${table.name}"`))
      whole = translated(() => salvage(from, to, table)) && whole
      await nextTurn()
    }
    translated(() => {
      for (const sql of mending.flatMap(({ sql = [] }) => sql)) to.exec(sql)
      dropOrphans(to)
      for (const sql of triggers) to.exec(sql)
      to.exec('COMMIT')
    })
    return whole
  } catch (error) {
    if (to.inTransaction) to.exec('ROLLBACK')
    throw error
  }
}

/** Copying is no change that anything should follow from. Gives what makes them again. */
function takeTriggers(db: Database): string[] {
  const triggers = db
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all()
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
  return triggers.map(({ sql }) => sql)
}

function tablesOf(to: Database, from: Database): SalvagedTable[] {
  const tables = to
    .prepare<[], { name: string; keyed: number }>(
      `SELECT name, wr AS keyed FROM pragma_table_list
       WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migration'`,
    )
    .all()
  const columnsOf = (db: Database, table: string) =>
    db.prepare<[string], { name: string; key: number }>('SELECT name, pk AS key FROM pragma_table_info(?)').all(table)
  return tables.flatMap(({ name, keyed }) => {
    const columns = columnsOf(to, name)
    const before = new Set(translated(() => columnsOf(from, name)).map((column) => column.name))
    const key = columns.filter((column) => column.key > 0).toSorted((a, b) => a.key - b.key)
    return before.size === 0
      ? []
      : [
          {
            name,
            columns: columns.map((column) => column.name).filter((column) => before.has(column)),
            key: keyed === 1 ? key.map((column) => column.name) : [],
          },
        ]
  })
}

interface Reference {
  readonly child: string
  readonly parent: string
  readonly column: string
  readonly key: string
}

/** What belonged to rows that are gone. Removing one may leave others alone. */
function dropOrphans(db: Database): void {
  const references = db
    .prepare<[], Reference>(
      `SELECT child.name AS child, ref."table" AS parent, ref."from" AS "column", ref."to" AS "key"
       FROM pragma_table_list AS child, pragma_foreign_key_list(child.name) AS ref
       WHERE child.schema = 'main' AND child.type = 'table'`,
    )
    .all()
  for (let dropped = true; dropped; ) {
    dropped = false
    for (const { child, parent, column, key } of references) {
      const sql = `DELETE FROM "${child}" WHERE "${column}" IS NOT NULL AND "${column}" NOT IN (SELECT "${key}" FROM "${parent}")`
      dropped = db.prepare(sql).run().changes > 0 || dropped
    }
  }
}
