import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
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

test('what a crash left half-written is removed at the start', async () => {
  const folder = await newFolder()
  const blob = path.join(folder, 'left')
  await mkdir(blob)
  await writeFile(path.join(blob, 'half.part'), 'half')
  await openFolderBlobStore(folder)
  expect(await readdir(blob)).toEqual([])
  await rm(folder, { recursive: true })
})
