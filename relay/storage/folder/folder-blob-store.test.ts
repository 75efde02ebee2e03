import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { blobStoreContract } from '../blob-store.contract.ts'
import { openFolderBlobStore } from './folder-blob-store.ts'

const newFolder = () => mkdtemp(path.join(tmpdir(), 'relay-blobs-'))

blobStoreContract('folder', async () => {
  const folder = await newFolder()
  return {
    store: await openFolderBlobStore(folder),
    reopen: () => openFolderBlobStore(folder),
    dispose: () => rm(folder, { recursive: true }),
  }
})

test('in a folder of several relays only what is old counts as left by a crash', async () => {
  const folder = await newFolder()
  const key = { account: '7d9f8a52-3f6b-4f0e-9a53-0c6d3f1f2b11', blob: 'ab'.repeat(16) }
  const blob = path.join(folder, `${key.account}.${key.blob}`)
  await mkdir(blob)
  const old = new Date(Date.now() - 2 * 60 * 60_000)
  for (const name of ['new.part', 'old.part', '1', '2']) await writeFile(path.join(blob, name), 'x')
  for (const name of ['old.part', '2']) await utimes(path.join(blob, name), old, old)
  const store = await openFolderBlobStore(folder, true)
  expect((await readdir(blob)).toSorted()).toEqual(['1', '2', 'new.part'])
  const found = []
  for await (const one of store.list()) found.push(one)
  expect(found).toEqual([{ key, chunks: [2] }])
  await rm(folder, { recursive: true })
})

test('what a crash left half-written is removed at the start', async () => {
  const folder = await newFolder()
  const blob = path.join(folder, 'left')
  await mkdir(blob)
  await writeFile(path.join(blob, 'half.part'), 'half')
  await openFolderBlobStore(folder)
  expect(await readdir(blob)).toEqual([])
  await rm(folder, { recursive: true })
})
