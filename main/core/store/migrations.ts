/** Brings a database to the newest version of every room's tables. Has no knowledge of any table but its own list. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'

/** One step of one room's tables. Steps of a room are numbered 1, 2, 3 …; a published step never changes again. */
export type Migration = { readonly room: string; readonly version: number } & (
  | { readonly sql: string }
  | { readonly up: (db: Database) => void }
)

/** Raises `profile-newer-version` where the database has a step that `migrations` does not know. Reads only. */
export function refuseNewer(db: Database, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ room, version }) => step(room, version)))
  for (const { room, version } of applied(db)) {
    if (!known.has(step(room, version)))
      throw new AppError('profile-newer-version', `unknown migration ${room} ${version}`)
  }
}

/** Applies in one transaction, in the order of the list, every step that the database does not have yet. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  assertNumbered(migrations)
  db.transaction(() => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS migration (room TEXT, version INTEGER, PRIMARY KEY (room, version)) STRICT, WITHOUT ROWID',
    )
    const done = new Set(applied(db).map(({ room, version }) => step(room, version)))
    const record = db.prepare('INSERT INTO migration (room, version) VALUES (?, ?)')
    for (const migration of migrations) {
      if (done.has(step(migration.room, migration.version))) continue
      if ('sql' in migration) db.exec(migration.sql)
      else migration.up(db)
      record.run(migration.room, migration.version)
    }
  }).immediate()
}

function applied(db: Database): { room: string; version: number }[] {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").get()
  if (exists === undefined) return []
  return db.prepare<[], { room: string; version: number }>('SELECT room, version FROM migration').all()
}

function assertNumbered(migrations: readonly Migration[]): void {
  const last = new Map<string, number>()
  for (const { room, version } of migrations) {
    if (version !== (last.get(room) ?? 0) + 1) throw new Error(`migration ${room} ${version} is out of order`)
    last.set(room, version)
  }
}

const step = (room: string, version: number) => `${room} ${version}`
