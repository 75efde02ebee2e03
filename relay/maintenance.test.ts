import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { reconcile } from './maintenance.ts'
import { openFolderBlobStore } from './storage/folder/folder-blob-store.ts'
import { openSqliteStore } from './storage/sqlite/sqlite-store.ts'

test('chunks that the store does not count are dropped at the start', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'relay-'))
  const store = await openSqliteStore({ folder, onFailure: () => {} })
  const blobStore = await openFolderBlobStore(path.join(folder, 'blobs'))
  const account = randomUUID()
  const key = { account, blob: 'a'.repeat(32) }
  const unknown = { account, blob: 'b'.repeat(32) }
  const bytes = new Uint8Array(32)
  const device = { id: 1, registrationId: 1, authKey: bytes }
  await store.register({ account, username: 'alice', identityKey: bytes, device, deliveryTokenHash: bytes })
  await store.createBlob({ ...key, chunks: 3, chunkBytes: 1, writeHash: bytes, readHash: bytes, expiresAt: 1 }, 1)
  for (const [of, n] of [
    [key, 0],
    [key, 1],
    [unknown, 0],
  ] as const) {
    await (await blobStore.stage(of, Readable.from([Buffer.from('x')]), 1)).publish(n)
  }
  await store.putChunk(key, 1, 1, 1, 10)
  await reconcile({ store, blobStore })
  const left = []
  for await (const one of blobStore.list()) left.push(one)
  expect(left).toEqual([{ key, chunks: [1] }])
  await store.close()
  await rm(folder, { recursive: true })
})
