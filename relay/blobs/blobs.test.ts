import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BlobState, type CreatedBlob, headers, routes } from '../../shared/relay-api/index.ts'
import { toBase64url } from '../encoding.ts'
import { ask, TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'

let relay: TestRelay
let alice: TestAccount
beforeEach(async () => {
  relay = await startTestRelay({ limits: { accountBlobBytes: 43_900, accountBlobs: 3 } })
  alice = await TestAccount.make(relay.url, 'alice')
})
afterEach(() => relay.dispose())

const refused = (status: number, code: string) => ({ status, body: { code } })
const by = (capability: string) => ({ [headers.capability]: capability })

const put = (blob: CreatedBlob, n: number, bytes: Uint8Array, capability = blob.writeCapability) =>
  ask(relay.url, routes.putChunk, {
    params: { id: blob.id, n },
    headers: by(capability),
    bytes: Uint8Array.from(bytes),
  })
const get = (blob: CreatedBlob, n: number, wait?: number, capability = blob.readCapability) =>
  ask(relay.url, routes.getChunk, { params: { id: blob.id, n }, query: { wait }, headers: by(capability) })
const take = (blob: CreatedBlob, chunks: number[], capability = blob.readCapability) =>
  ask(relay.url, routes.takeChunks, { params: { id: blob.id }, json: { chunks }, headers: by(capability) })
const state = (blob: CreatedBlob, query: { since?: number; wait?: number } = {}, capability = blob.writeCapability) =>
  ask<BlobState>(relay.url, routes.blobState, { params: { id: blob.id }, query, headers: by(capability) })
const remove = (blob: CreatedBlob, capability: string) =>
  ask(relay.url, routes.deleteBlob, { params: { id: blob.id }, headers: by(capability) })

async function filesOnDisk(): Promise<number> {
  const entries = await readdir(path.join(relay.data, 'blobs'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).length
}

describe('blobs', () => {
  test('R-20 R-21 R-23 chunks go in, survive a restart, come out and are dropped when taken', async () => {
    const blob = await alice.createBlob(3)
    const chunks = [randomBytes(1024), randomBytes(1024), randomBytes(7)]
    const stored = await Promise.all(chunks.map((bytes, n) => put(blob, n, bytes)))
    expect(stored.map(({ status }) => status)).toEqual([204, 204, 204])
    await relay.restart()
    expect((await state(blob)).body).toMatchObject({
      chunks: 3,
      base: 0,
      held: toBase64url(Uint8Array.of(7)),
      taken: '',
    })
    for (const [n, bytes] of chunks.entries()) expect(Buffer.from((await get(blob, n)).bytes)).toEqual(bytes)
    expect((await take(blob, [0, 2])).status).toBe(204)
    expect(await filesOnDisk()).toBe(1)
    expect((await state(blob)).body).toMatchObject({
      base: 1,
      held: toBase64url(Uint8Array.of(1)),
      taken: toBase64url(Uint8Array.of(2)),
    })
    expect(await get(blob, 0)).toMatchObject(refused(410, 'transfer-gone'))
    expect((await put(blob, 0, randomBytes(10))).status).toBe(204)
    expect(await filesOnDisk()).toBe(1)
    expect((await take(blob, [0, 1, 2])).status).toBe(204)
    expect((await state(blob)).body).toMatchObject({ base: 3, held: '', taken: '' })
  })

  test('R-21 the first bytes win, also among many at once', async () => {
    const blob = await alice.createBlob(1)
    const chunks = Array.from({ length: 8 }, () => randomBytes(1024))
    const stored = await Promise.all(chunks.map((bytes) => put(blob, 0, bytes)))
    expect(new Set(stored.map(({ status }) => status))).toEqual(new Set([204]))
    const kept = Buffer.from((await get(blob, 0)).bytes)
    expect(chunks).toContainEqual(kept)
    await put(blob, 0, randomBytes(1024))
    expect(Buffer.from((await get(blob, 0)).bytes)).toEqual(kept)
    expect(await filesOnDisk()).toBe(1)
  })

  test('R-22 a reader waits for a chunk, a writer for a change', async () => {
    const blob = await alice.createBlob(2)
    expect((await get(blob, 0)).status).toBe(204)
    expect((await get(blob, 0, 1)).status).toBe(204)
    const arriving = get(blob, 0, 30)
    const before = (await state(blob)).body.version
    const changing = state(blob, { since: before, wait: 30 })
    await put(blob, 0, Buffer.from('here'))
    expect(Buffer.from((await arriving).bytes).toString()).toBe('here')
    const changed = (await changing).body
    expect(changed.version).toBeGreaterThan(before)
    const taking = state(blob, { since: changed.version, wait: 30 })
    await take(blob, [0])
    expect((await taking).body.base).toBe(1)
    expect((await state(blob, { since: 0, wait: 30 })).body.base).toBe(1)
    // Chunk 1 came by another way.
    const other = get(blob, 1, 30)
    await take(blob, [1])
    expect(await other).toMatchObject(refused(410, 'transfer-gone'))
  })

  test('R-22 who waits is answered when the blob goes and when the relay stops', async () => {
    const [gone, kept] = [await alice.createBlob(1), await alice.createBlob(1)]
    const waiting = get(gone, 0, 60)
    expect((await remove(gone, gone.writeCapability)).status).toBe(204)
    expect(await waiting).toMatchObject(refused(404, 'not-found'))
    const stopping = get(kept, 0, 60)
    // Asked before the restart by the same order of connections.
    await state(kept)
    await relay.restart()
    expect((await stopping).status).toBe(204)
    expect((await remove(kept, kept.readCapability)).status).toBe(204)
  })

  test('R-20 each right needs its own capability; a wrong one and a blob that is gone are the same', async () => {
    const blob = await alice.createBlob(1)
    const nothing = { ...blob, id: toBase64url(randomBytes(32)) }
    const none = toBase64url(randomBytes(32))
    const answers = [
      await put(blob, 0, Buffer.from('x'), blob.readCapability),
      await get(blob, 0, 0, blob.writeCapability),
      await take(blob, [0], blob.writeCapability),
      await state(blob, {}, none),
      await remove(blob, none),
      await state(blob, {}, ''),
      await state(nothing),
      await put(nothing, 0, Buffer.from('x')),
    ]
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]).toMatchObject(refused(404, 'not-found'))
  })

  test('R-24 storage is bounded by what is held, blobs by their number', async () => {
    const blob = await alice.createBlob(20, 4400)
    for (let n = 0; n < 9; n += 1) expect((await put(blob, n, randomBytes(4400))).status).toBe(204)
    expect(await put(blob, 9, randomBytes(4400))).toMatchObject(refused(507, 'quota-exceeded'))
    // Each of them takes a block of the disk.
    const raced = await Promise.all([10, 11, 12].map((n) => put(blob, n, randomBytes(1))))
    expect(raced.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(await filesOnDisk()).toBe(10)
    await take(blob, [0])
    expect((await put(blob, 9, randomBytes(4400))).status).toBe(204)
    await alice.createBlob(1)
    await alice.createBlob(1)
    const fourth = await alice.ask(routes.createBlob, { json: { chunks: 1, chunkBytes: 1 } })
    expect(fourth).toMatchObject(refused(507, 'quota-exceeded'))
  })

  test('R-19 chunks that are none, too large or beyond the end are refused', async () => {
    const blob = await alice.createBlob(2)
    expect(await put(blob, 0, randomBytes(1025))).toMatchObject({
      ...refused(413, 'too-large'),
      body: { data: { limit: 1024 } },
    })
    expect(await put(blob, 2, randomBytes(10))).toMatchObject(refused(400, 'invalid-input'))
    expect(await put(blob, 0, new Uint8Array())).toMatchObject(refused(400, 'invalid-input'))
    expect(await get(blob, 2)).toMatchObject(refused(400, 'invalid-input'))
    const odd = { ...blob, id: 'x' }
    expect(await state(odd)).toMatchObject(refused(400, 'invalid-input'))
    for (const json of [{ chunks: 0, chunkBytes: 1 }, { chunks: 1, chunkBytes: -1 }, { chunks: '1' }, [], null]) {
      expect(await alice.ask(routes.createBlob, { json })).toMatchObject(refused(400, 'invalid-input'))
    }
    const large = await alice.ask(routes.createBlob, { json: { chunks: 1, chunkBytes: 1e9 } })
    expect(large).toMatchObject(refused(413, 'too-large'))
  })

  test('R-21 an upload that breaks off leaves nothing, and the next one succeeds', async () => {
    const blob = await alice.createBlob(1)
    const { port } = relay.running
    const torn = request({
      ...{ host: '127.0.0.1', port, method: 'PUT', path: `/v1/blobs/${blob.id}/chunks/0` },
      headers: {
        ...by(blob.writeCapability),
        'content-type': 'application/octet-stream',
        'content-length': 1000,
      },
    })
    torn.on('error', () => {})
    torn.write(randomBytes(500))
    await expect.poll(filesOnDisk).toBe(1)
    torn.destroy()
    await expect.poll(filesOnDisk).toBe(0)
    expect((await state(blob)).body.held).toBe('')
    expect((await put(blob, 0, Buffer.from('whole'))).status).toBe(204)
    expect(relay.logs()).not.toContain('a request failed')
  })

  test('R-24 what is on its way counts against the storage too', async () => {
    const blob = await alice.createBlob(1, 20_000)
    const torn = [1, 2].map(() => {
      const upload = request({
        ...{ host: '127.0.0.1', port: relay.running.port, method: 'PUT', path: `/v1/blobs/${blob.id}/chunks/0` },
        headers: {
          ...by(blob.writeCapability),
          'content-type': 'application/octet-stream',
          'content-length': 20_000,
        },
      })
      upload.on('error', () => {})
      upload.write(randomBytes(10_000))
      return upload
    })
    await expect.poll(filesOnDisk).toBe(2)
    expect(await put(blob, 0, randomBytes(10_000))).toMatchObject(refused(507, 'quota-exceeded'))
    for (const upload of torn) upload.destroy()
    await expect.poll(filesOnDisk).toBe(0)
    await expect.poll(async () => (await put(blob, 0, randomBytes(10_000))).status).toBe(204)
  })

  test('R-20 R-29 a blob that is deleted while a chunk comes in is gone, and the logs say nothing of it', async () => {
    const blob = await alice.createBlob(1)
    const upload = request({
      ...{ host: '127.0.0.1', port: relay.running.port, method: 'PUT', path: `/v1/blobs/${blob.id}/chunks/0` },
      headers: {
        ...by(blob.writeCapability),
        'content-type': 'application/octet-stream',
        'content-length': 1000,
      },
    })
    const answered = new Promise<number | undefined>((resolve) => {
      upload.on('response', (answer) => resolve(answer.resume().statusCode))
    })
    upload.write(randomBytes(500))
    await expect.poll(filesOnDisk).toBe(1)
    await remove(blob, blob.readCapability)
    upload.end(randomBytes(500))
    expect(await answered).toBe(404)
    expect(await filesOnDisk()).toBe(0)
    expect(relay.logs()).not.toContain('failed')
  })

  test('blobs go with their account, and files that nobody counts at the next start', async () => {
    const blob = await alice.createBlob(2)
    await put(blob, 0, Buffer.from('x'))
    await alice.ask(routes.deleteAccount)
    expect(await filesOnDisk()).toBe(0)
    expect(await state(blob)).toMatchObject(refused(404, 'not-found'))
  })
})
