import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from './index.ts'

const key = randomBytes(32)
const migrations = [{ room: 'test', version: 1, sql: 'CREATE TABLE line (text TEXT NOT NULL) STRICT' }]
let folder: string
let store: Store
const add = (text: string) => store.transaction(({ db }) => db.prepare('INSERT INTO line VALUES (?)').run(text))
const linesOf = ({ db }: Store) => db.prepare<[], string>('SELECT text FROM line').pluck().all()

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'store-'))
  store = openStore({ file: path.join(folder, 'profile.db'), key, migrations })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

test('S-2 a held file has what was committed before, while commits go on beside it', () => {
  add('before')
  const { file, release } = store.hold()
  const held = readFileSync(file)
  // More than SQLite lets its log grow to before it brings it into the file.
  for (let n = 0; n < 3000; n++) add(`${n} ${'x'.repeat(2000)}`)
  expect(readFileSync(file).equals(held)).toBe(true)
  copyFileSync(file, path.join(folder, 'copy.db'))
  const copy = openStore({ file: path.join(folder, 'copy.db'), key, migrations })
  expect(linesOf(copy)).toEqual(['before'])
  copy.close()
  expect(() => store.hold()).toThrow('held already')
  release()
  add('after')
  expect(readFileSync(file).equals(held)).toBe(false)
  expect(linesOf(store)).toHaveLength(3002)
  store.hold().release()
})

test('S-2 a database that is damaged is not taken for a whole one', async () => {
  for (let n = 0; n < 2000; n++) add(`${n} ${'x'.repeat(500)}`)
  await store.assertSound()
  store.close()
  const file = path.join(folder, 'profile.db')
  const bytes = readFileSync(file)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(file, bytes)
  store = openStore({ file, key, migrations })
  await expect(store.assertSound()).rejects.toMatchObject({ code: 'profile-damaged' })
})
