import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, repairDatabase, type Store } from '../index.ts'

const key = randomBytes(32)
const pageBytes = 4096
const migrations = [
  {
    room: 'test',
    version: 1,
    sql: `
      CREATE TABLE chat (id TEXT PRIMARY KEY, lines INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
      CREATE TABLE line (id TEXT PRIMARY KEY, chat TEXT NOT NULL REFERENCES chat (id) ON DELETE CASCADE, text TEXT NOT NULL) STRICT;
      CREATE TABLE mark (line TEXT NOT NULL REFERENCES line (id) ON DELETE CASCADE, by TEXT NOT NULL, PRIMARY KEY (line, by)) STRICT, WITHOUT ROWID;
      CREATE TABLE big (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
      CREATE TRIGGER counted AFTER INSERT ON line BEGIN UPDATE chat SET lines = lines + 1 WHERE id = new.chat; END;
      CREATE TABLE made (words TEXT NOT NULL) STRICT;`,
  },
]
const lines = 4000

let folder: string
let file: string
let into: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'repair-'))
  file = path.join(folder, 'profile.db')
  into = path.join(folder, 'repaired.db')
  const store = open(file)
  store.transaction(({ db }) => {
    db.exec("INSERT INTO chat (id) VALUES ('a'), ('b'); INSERT INTO made VALUES ('old')")
    const line = db.prepare('INSERT INTO line (id, chat, text) VALUES (?, ?, ?)')
    const mark = db.prepare('INSERT INTO mark VALUES (?, ?)')
    for (let n = 0; n < lines; n++) {
      line.run(`line ${n}`, n % 2 === 0 ? 'a' : 'b', `${n} ${'x'.repeat(300)}`)
      if (n % 10 === 0) mark.run(`line ${n}`, 'somebody')
    }
    db.prepare('INSERT INTO big VALUES (?, ?)').run(2n ** 61n, randomBytes(10))
    db.prepare('INSERT INTO big VALUES (?, ?)').run(-5, randomBytes(50_000))
  })
  store.close()
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = (at: string): Store => openStore({ file: at, key, migrations })

/** Flips a bit of these pages; the first page has number 1. */
function damage(pages: readonly number[]): void {
  const bytes = readFileSync(file)
  for (const page of pages) {
    const at = (page - 1) * pageBytes + 100
    bytes[at] = (bytes[at] ?? 0) ^ 1
  }
  writeFileSync(file, bytes)
}

/** Numbers of the pages of a table or an index. */
function pagesOf(name: string): number[] {
  const store = open(file)
  const root = store.db
    .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(name) as number
  store.close()
  return [root]
}

const repair = (mending: Parameters<typeof repairDatabase>[0]['mending'] = []) =>
  repairDatabase({ file, key, into, migrations, mending })

function counts(): Record<string, number> {
  const store = open(into)
  const of = (sql: string) => store.db.prepare<[], number>(sql).pluck().get() as number
  const found = {
    chats: of('SELECT count(*) FROM chat'),
    lines: of('SELECT count(*) FROM line'),
    counted: of('SELECT sum(lines) FROM chat'),
    marks: of('SELECT count(*) FROM mark'),
    orphans: of('SELECT count(*) FROM mark WHERE line NOT IN (SELECT id FROM line)'),
    big: of('SELECT sum(length(bytes)) FROM big'),
    damaged: store.db.pragma('integrity_check', { simple: true }) === 'ok' ? 0 : 1,
  }
  store.close()
  return found
}

const everything = { chats: 2, lines, counted: lines, marks: lines / 10, orphans: 0, big: 50_010, damaged: 0 }

test('S-8 of a database that is whole everything is there, triggers and numbers too', async () => {
  expect(await repair()).toBe(true)
  expect(counts()).toEqual(everything)
  const store = open(into)
  store.db.exec("INSERT INTO line VALUES ('new', 'a', 'x')")
  expect(store.db.prepare('SELECT lines FROM chat WHERE id = ?').pluck().get('a')).toBe(lines / 2 + 1)
  expect(store.db.prepare<[], number>('SELECT max(rowid) FROM line').pluck().get()).toBe(lines + 1)
  store.close()
})

test('S-8 pages that are damaged cost what stood on them, and nothing else', async () => {
  const size = readFileSync(file).length / pageBytes
  const damaged = [Math.floor(size * 0.2), Math.floor(size * 0.45), Math.floor(size * 0.7)]
  damage(damaged)
  const before = readFileSync(file)
  expect(await repair()).toBe(false)
  const found = counts()
  expect(found).toMatchObject({ chats: 2, orphans: 0, damaged: 0 })
  // Some dozen rows to a page.
  expect(found.lines).toBeGreaterThan(lines - 3 * 20)
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('S-8 each single page may be damaged, but for the first', { timeout: 120_000 }, async () => {
  const whole = readFileSync(file)
  const size = whole.length / pageBytes
  const roots = ['chat', 'line', 'mark', 'big', 'made'].flatMap(pagesOf)
  const tried = new Set([...roots, ...Array.from({ length: 20 }, (_, n) => 2 + Math.floor(((size - 2) * n) / 20))])
  for (const page of tried) {
    if (page === 1) continue
    writeFileSync(file, whole)
    damage([page])
    await repair()
    expect(counts(), `page ${page}`).toMatchObject({ orphans: 0, damaged: 0 })
  }
  writeFileSync(file, whole)
  damage([1])
  await expect(repair()).rejects.toMatchObject({ code: 'profile-damaged' })
})

test('S-8 rooms say what is made anew, and put back what others need', async () => {
  damage(pagesOf('chat'))
  const sql = ['INSERT OR IGNORE INTO chat (id, lines) SELECT chat, count(*) FROM line GROUP BY chat']
  expect(await repair([{ remade: ['made'] }, { sql }])).toBe(false)
  expect(counts()).toEqual(everything)
  const store = open(into)
  expect(store.db.prepare('SELECT count(*) FROM made').pluck().get()).toBe(0)
  store.close()
})

test('S-8 the wrong key repairs nothing', async () => {
  const other = randomBytes(32)
  await expect(repairDatabase({ file, key: other, into, migrations, mending: [] })).rejects.toMatchObject({
    code: 'profile-damaged',
  })
})
