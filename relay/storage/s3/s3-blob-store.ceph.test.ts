import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkChunks } from '../../commands/doctor/chunks.ts'
import { startCeph, type TestCeph } from '../../testing/ceph.ts'
import { blobStoreContract } from '../blob-store.contract.ts'
import { openS3BlobStore } from './s3-blob-store.ts'

let ceph: TestCeph

beforeAll(async () => {
  ceph = await startCeph()
}, 120_000)
afterAll(() => ceph.dispose())

blobStoreContract('S3', async () => {
  // Each in a part of the bucket of its own.
  const options = { ...ceph.s3, prefix: `${randomUUID()}/` }
  return {
    store: await openS3BlobStore(options, 0),
    reopen: () => openS3BlobStore(options, 0),
    dispose: async () => {},
  }
})

const newKey = () => ({ account: randomUUID() as string, blob: randomBytes(16).toString('hex') })

test('more than one page of objects is listed and dropped, and only what is old counts as left by a crash', async () => {
  const options = { ...ceph.s3, prefix: 'pages/' }
  const store = await openS3BlobStore(options, 0)
  const [key, other] = [newKey(), newKey()]
  const put = async (of: typeof key, n: number) =>
    (await store.stage(of, Readable.from([Buffer.from('x')]), 1)).publish(n)
  for (let from = 0; from < 1010; from += 101)
    await Promise.all(Array.from({ length: 101 }, (_, n) => put(key, from + n)))
  await put(other, 5)
  const listed = async (in_ = store) => {
    const counts = new Map<string, number>()
    for await (const { key: of, chunks } of in_.list()) counts.set(of.blob, chunks.length)
    return counts
  }
  expect(await listed()).toEqual(
    new Map([
      [key.blob, 1010],
      [other.blob, 1],
    ]),
  )
  expect([...(await listed(await openS3BlobStore(options))).values()]).toEqual([0, 0])
  await store.dropAll(key)
  expect(await listed()).toEqual(new Map([[other.blob, 1]]))
})

test('a store that is away is said to be so, and what was put is there again', async () => {
  const store = await openS3BlobStore({ ...ceph.s3, prefix: 'away/' }, 0)
  const key = newKey()
  await (await store.stage(key, Readable.from([Buffer.from('kept')]), 4)).publish(0)
  await ceph.kill()
  await expect(store.get(key, 0)).rejects.toMatchObject({ code: 'relay-busy' })
  await ceph.start()
  const found = await store.get(key, 0)
  expect(found && (await buffer(found.stream)).toString()).toBe('kept')
})

test('what is wrong with the store is said at the start', async () => {
  await expect(openS3BlobStore({ ...ceph.s3, secretAccessKey: 'wrong' })).rejects.toThrow('SignatureDoesNotMatch')
  await expect(openS3BlobStore({ ...ceph.s3, bucket: 'nowhere' })).rejects.toThrow('NoSuchBucket')
  expect(await checkChunks({ s3: { ...ceph.s3, bucket: 'nowhere' } })).toMatchObject([{ state: 'fault' }])
  expect(await checkChunks({ s3: ceph.s3 })).toMatchObject([{ state: 'ok' }])
})
