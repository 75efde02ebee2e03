import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Migration, openStore, prepared, type Store } from './index.ts'

const notes: Migration[] = [{ room: 'notes', version: 1, sql: 'CREATE TABLE note (text TEXT UNIQUE) STRICT' }]

let folder: string
let file: string
const key = randomBytes(32)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  file = join(folder, 'profile.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

function withStore<T>(work: (store: Store) => T, migrations = notes): T {
  const store = openStore({ file, key, migrations })
  try {
    return work(store)
  } finally {
    store.close()
  }
}

const add = (store: Pick<Store, 'db'>, text: string) => store.db.prepare('INSERT INTO note VALUES (?)').run(text)
const all = (store: Store) => store.db.prepare('SELECT text FROM note ORDER BY text').pluck().all()

describe('encryption (I-1)', () => {
  test('no file of the profile contains plaintext', () => {
    withStore((store) => {
      add(store, 'a known plaintext')
      for (const name of readdirSync(folder)) {
        const bytes = readFileSync(join(folder, name))
        expect(bytes.includes('a known plaintext'), name).toBe(false)
        expect(bytes.includes('CREATE TABLE'), name).toBe(false)
        expect(bytes.includes('SQLite format 3'), name).toBe(false)
      }
      expect(statSync(file).mode & 0o777).toBe(0o600)
    })
    expect(withStore(all)).toEqual(['a known plaintext'])
  })

  test('another key, no key or a damaged file does not open', () => {
    withStore((store) => add(store, 'text'))
    expect(() => openStore({ file, key: randomBytes(32), migrations: notes })).toThrow(
      expect.objectContaining({ code: 'profile-damaged' }),
    )
    const plain = new Database(file)
    expect(() => plain.prepare('SELECT * FROM note').all()).toThrow()
    plain.close()
    writeFileSync(file, randomBytes(8192))
    expect(() => withStore(all)).toThrow(expect.objectContaining({ code: 'profile-damaged' }))
  })

  test('a truncated file is told as damaged', () => {
    withStore((store) => add(store, 'text'))
    truncateSync(file, 5000)
    expect(() => withStore(all)).toThrow(expect.objectContaining({ code: 'profile-damaged' }))
  })
})

describe('migrations (I-2)', () => {
  test('each step runs once, in order, whichever room it belongs to', () => {
    withStore((store) => add(store, 'kept'))
    const later: Migration[] = [
      ...notes,
      { room: 'notes', version: 2, up: (db) => db.exec("ALTER TABLE note ADD COLUMN tag TEXT DEFAULT 'old'") },
      { room: 'tags', version: 1, sql: 'CREATE TABLE tag (name TEXT) STRICT' },
    ]
    for (let round = 0; round < 2; round++) {
      expect(withStore((store) => store.db.prepare('SELECT tag FROM note').pluck().all(), later)).toEqual(['old'])
    }
  })

  test('a failing step leaves the database as it was', () => {
    withStore(all)
    const broken: Migration[] = [
      ...notes,
      { room: 'notes', version: 2, sql: 'CREATE TABLE more (a TEXT) STRICT; nonsense' },
    ]
    expect(() => withStore(all, broken)).toThrow('syntax error')
    expect(
      withStore((store) => store.db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").pluck().get()),
    ).toBe(0)
  })

  test('a database from a newer version is refused and stays byte-identical', () => {
    withStore(
      (store) => add(store, 'text'),
      [...notes, { room: 'notes', version: 2, sql: 'CREATE TABLE newer (a TEXT) STRICT' }],
    )
    const before = readFileSync(file)
    expect(() => withStore(all)).toThrow(expect.objectContaining({ code: 'profile-newer-version' }))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('a newer database that was killed with changes in its log is left as it is', () => {
    const newer = openStore({
      file,
      key,
      migrations: [...notes, { room: 'later', version: 1, sql: 'CREATE TABLE later (a TEXT) STRICT' }],
    })
    add(newer, 'in the log')
    const copy = join(folder, 'copy.db')
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`)
    newer.close()
    const read = () => ['', '-wal'].map((suffix) => readFileSync(`${copy}${suffix}`).toString('base64'))
    const before = read()
    expect(() => openStore({ file: copy, key, migrations: notes })).toThrow(
      expect.objectContaining({ code: 'profile-newer-version' }),
    )
    expect(read()).toEqual(before)
  })

  test('steps out of order are a mistake of the program', () => {
    expect(() => withStore(all, [{ room: 'notes', version: 2, sql: '' }])).toThrow('out of order')
  })
})

describe('transactions', () => {
  test('a throw rolls everything back and runs no effect', () => {
    withStore((store) => {
      let effects = 0
      expect(() =>
        store.transaction((tx) => {
          add(tx, 'gone')
          tx.afterCommit(() => effects++)
          throw new Error('no')
        }),
      ).toThrow('no')
      expect(all(store)).toEqual([])
      expect(effects).toBe(0)
    })
  })

  test('effects run after the commit, in order, and a failing one is reported alone', () => {
    const reported: unknown[] = []
    const store = openStore({ file, key, migrations: notes, report: (error) => reported.push(error) })
    const seen: string[] = []
    store.transaction((tx) => {
      tx.afterCommit(() => seen.push(`first ${store.db.inTransaction} ${all(store)}`))
      tx.afterCommit(() => {
        throw new Error('effect')
      })
      tx.afterCommit(() => seen.push('last'))
      add(tx, 'text')
    })
    store.close()
    expect(seen).toEqual(['first false text', 'last'])
    expect(reported).toHaveLength(1)
  })

  test('a failed attempt is rolled back alone, with its effects and what was nested in it', () => {
    withStore((store) => {
      const effects: string[] = []
      store.transaction((tx) => {
        add(tx, 'one')
        const failed = tx.attempt(() => {
          tx.attempt(() => add(tx, 'nested'))
          tx.afterCommit(() => effects.push('failed'))
          add(tx, 'one')
        })
        expect(failed.ok).toBe(false)
        expect(tx.attempt(() => add(tx, 'two').changes)).toEqual({ ok: true, value: 1 })
        tx.afterCommit(() => effects.push('kept'))
      })
      expect(all(store)).toEqual(['one', 'two'])
      expect(effects).toEqual(['kept'])
    })
  })

  test('a full disk is told as such and ends the transaction, within an attempt too', () => {
    withStore((store) => {
      store.db.pragma('max_page_count = 16')
      const fill = (tx: Pick<Store, 'db'>) => {
        for (let n = 0; n < 100; n++) add(tx, `${n}`.padEnd(2000))
      }
      expect(() => store.transaction(fill)).toThrow(expect.objectContaining({ code: 'disk-full' }))
      expect(() =>
        store.transaction((tx) => {
          add(tx, 'before')
          try {
            tx.attempt(() => fill(tx))
          } catch {
            // A room that swallows the failure does not save the transaction.
          }
          tx.attempt(() => add(tx, 'after'))
        }),
      ).toThrow(expect.objectContaining({ code: 'disk-full' }))
      expect(all(store)).toEqual([])
    })
  })

  test('they neither nest nor wait for a promise', () => {
    withStore((store) => {
      expect(() => store.transaction(() => store.transaction(() => {}))).toThrow('do not nest')
      expect(() => store.transaction(async () => {})).toThrow('synchronous')
      expect(store.db.inTransaction).toBe(false)
    })
  })

  test('a statement is compiled once per connection', () => {
    withStore((store) => {
      const sql = 'SELECT text FROM note'
      expect(prepared(store.db, sql)).toBe(prepared(store.db, sql))
    })
  })
})
