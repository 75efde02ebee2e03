/** docs/privacy.md lists everything that a relay keeps. */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { routes } from '../shared/relay-api/index.ts'
import { toBase64url } from './encoding.ts'
import { startTestRelay, type TestRelay } from './testing/relay.ts'
import { documentedColumns, documentedFiles, usedRelay } from './testing/used-relay.ts'

let relay: TestRelay
afterEach(() => relay.dispose())

test('R-37 a used relay keeps the columns and files that the document lists, and no others', async () => {
  relay = await startTestRelay({ tls: 'self-signed' })
  await relay.running.close()
  const files = readdirSync(relay.data).map((name) => name.replace(/-(wal|shm)$/, ''))
  expect(files.filter((name) => !documentedFiles().includes(name))).toEqual([])
  const db = new Database(path.join(relay.data, 'relay.sqlite'), { readonly: true })
  const columns = db
    .prepare(
      "SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'",
    )
    .pluck()
    .all()
  db.close()
  expect(columns.toSorted()).toEqual(documentedColumns('sqlite').toSorted())
})

test('R-37 neither store nor log of a used relay holds an address, a token or who sent something', async () => {
  relay = await startTestRelay({ logLevel: 'debug' })
  const { secrets, known } = await usedRelay(relay.url)
  await relay.running.close()
  const kept = ['relay.sqlite', 'relay.sqlite-wal'].flatMap((name) => {
    try {
      return [readFileSync(path.join(relay.data, name))]
    } catch {
      return []
    }
  })
  const all = Buffer.concat([...kept, Buffer.from(relay.logs())])
  // The search finds what is there.
  for (const [what, bytes] of known) expect(all.includes(bytes), what).toBe(true)
  for (const [what, bytes] of secrets) expect(all.includes(bytes), what).toBe(false)
})

test('R-37 what was acknowledged, taken or deleted is not in the file any more', async () => {
  relay = await startTestRelay()
  const { alice, waiting } = await usedRelay(relay.url)
  const socket = await alice.connect()
  socket.acknowledge(await socket.envelopes(waiting.length))
  await socket.close()
  const gone = randomBytes(48)
  const hash = toBase64url(gone.subarray(0, 32))
  await alice.ask(routes.putRequestToken, { params: { hash }, json: { expiresAt: Date.now() + 1e6 } })
  await alice.ask(routes.deleteRequestToken, { params: { hash } })
  await relay.running.close()
  const file = readFileSync(path.join(relay.data, 'relay.sqlite'))
  for (const ciphertext of waiting) expect(file.includes(ciphertext)).toBe(false)
  expect(file.includes(gone.subarray(0, 32))).toBe(false)
})
