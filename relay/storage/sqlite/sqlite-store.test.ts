import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { storeContract } from '../store.contract.ts'
import { openSqliteStore } from './sqlite-store.ts'

const open = (folder: string) => openSqliteStore({ folder, onFailure: () => {} })
const newFolder = () => mkdtemp(path.join(tmpdir(), 'relay-store-'))

storeContract('sqlite', async () => {
  const folder = await newFolder()
  let store = await open(folder)
  return {
    store,
    async reopen() {
      await store.close()
      store = await open(folder)
      return store
    },
    async dispose() {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
})

test("the file is its owner's alone, durable by settings, and refused when newer", async () => {
  const folder = await newFolder()
  const file = path.join(folder, 'relay.sqlite')
  await (await open(folder)).close()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const db = new Database(file)
  expect(db.pragma('page_size', { simple: true })).toBe(8192)
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  db.pragma('user_version = 99')
  db.close()
  await expect(open(folder)).rejects.toThrow('version 99')
  await rm(folder, { recursive: true })
})

test('a file of the first version is brought to this one, with everything in it', async () => {
  const folder = await newFolder()
  const bytes = new Uint8Array(32)
  const account = { account: randomUUID(), username: 'alice', identityKey: bytes, deliveryTokenHash: bytes }
  const first = await open(folder)
  await first.register({ ...account, device: { id: 1, registrationId: 1, authKey: bytes } })
  await first.close()
  // As it was before the second and the third.
  const db = new Database(path.join(folder, 'relay.sqlite'))
  db.exec('DROP TABLE used_nonce; DROP TABLE registration_token; ALTER TABLE account DROP COLUMN blocked')
  db.exec('ALTER TABLE account DROP COLUMN blob_limit')
  db.pragma('user_version = 1')
  db.close()
  const store = await open(folder)
  expect(await store.device({ account: account.account, device: 1 })).toMatchObject({ blocked: false })
  expect(await store.spendNonce(bytes, 1)).toBe(true)
  expect(await store.setBlobLimit(account.account, 1)).toBe(true)
  await store.close()
  await rm(folder, { recursive: true })
})

test('what was asked before closing is done, what comes after is refused', async () => {
  const folder = await newFolder()
  const store = await open(folder)
  const asked = store.findByName('nobody')
  const closed = store.close()
  expect(await asked).toBeNull()
  await closed
  await expect(store.findByName('nobody')).rejects.toThrow('closed')
  await rm(folder, { recursive: true })
})
