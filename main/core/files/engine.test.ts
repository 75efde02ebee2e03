import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { Bitmap } from './bitmap.ts'
import { ChunkBuffers } from './buffers.ts'
import { chunkCount, chunkSize } from './chunk.ts'
import { ChunkPool } from './chunk-pool.ts'
import { fileSink } from './chunk-sink.ts'
import { fileChunks } from './chunk-source.ts'
import { DirectPath } from './paths/in-memory.testing.ts'
import { receiveChunks } from './receive.ts'
import { type Machinery, sendChunks } from './send.ts'
import { windowChunks } from './send-plan.ts'
import { Source } from './source.ts'
import { Throttle } from './throttle.ts'

const size = 20 * chunkSize + 4321
const chunks = chunkCount(size)
const key = randomBytes(32)
const transferId = randomBytes(16)
const content = Buffer.concat(Array.from({ length: 21 }, () => randomBytes(chunkSize))).subarray(0, size)
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const code = (expected: string) => expect.objectContaining({ code: expected })

let folder: string
let source: Source
let target: FileHandle
let machinery: Machinery
let have: Bitmap
let records: number[]

const sourceFile = () => path.join(folder, 'source')
const received = () => readFileSync(path.join(folder, 'target'))

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'engine-'))
  writeFileSync(sourceFile(), content)
  source = await Source.open(sourceFile())
  target = await open(path.join(folder, 'target'), 'w+')
  await target.truncate(size)
  const [up, down] = [new Throttle(() => 0), new Throttle(() => 0)]
  machinery = { pool: new ChunkPool(2), buffers: new ChunkBuffers(16), up, down }
  have = new Bitmap(chunks)
  records = []
})
afterEach(async () => {
  await machinery.pool.close()
  await source.close()
  await target.close()
  rmSync(folder, { recursive: true })
})

const { signal: never } = new AbortController()
const send = (way: DirectPath, signal = never) =>
  sendChunks(
    machinery,
    {
      source: fileChunks(source, { key, transferId }, machinery.pool),
      path: way.sender,
      progressed: () => {},
    },
    signal,
  )
const receive = (way: DirectPath, signal = never) =>
  receiveChunks(
    machinery,
    {
      sink: fileSink({ file: target, size, sealed: false }, { key, transferId }, machinery.pool),
      path: way.receiver,
      have,
      record: (indices) => records.push(...indices),
      progressed: () => {},
    },
    signal,
  )

test('every chunk arrives once, and is confirmed after it is recorded (F-7)', async () => {
  const way = new DirectPath(chunks)
  way.onConfirm = (indices) => {
    for (const index of indices) expect(records).toContain(index)
  }
  await Promise.all([send(way), receive(way)])
  expect(hash(received())).toBe(hash(content))
  expect(way.sent).toHaveLength(chunks)
  expect([...records].sort((a, b) => a - b)).toEqual([...Array(chunks).keys()])
})

test('without a receiver no more than a window leaves (F-5)', async () => {
  const way = new DirectPath(chunks)
  const stop = new AbortController()
  way.onSent = () => {
    if (way.sent.length === windowChunks - 1) setImmediate(() => stop.abort())
  }
  await expect(send(way, stop.signal)).rejects.toThrow()
  expect(way.sent).toHaveLength(windowChunks)
})

test('after a broken path only what did not arrive is sent again (F-8)', async () => {
  const way = new DirectPath(chunks)
  way.onSent = (index) => {
    if (index === 7 && way.sent.length < 12) throw new AppError('relay-unreachable')
  }
  const stop = new AbortController()
  const receiving = receive(way, stop.signal).catch(() => {})
  await expect(send(way)).rejects.toEqual(code('relay-unreachable'))
  stop.abort()
  await receiving
  const before = have.count
  expect(before).toBeLessThan(chunks)
  way.onSent = () => {}
  const again = way.reopened(have)
  await Promise.all([send(again), receive(again)])
  expect(hash(received())).toBe(hash(content))
  expect(way.sent.length + again.sent.length).toBe(chunks)
})

describe('a chunk that is wrong (F-9)', () => {
  test('is fetched again', async () => {
    const way = new DirectPath(chunks)
    let times = 0
    way.onReceive = (index, chunk) => {
      if (index === 3 && times++ < 2) chunk[100] = (chunk[100] ?? 0) ^ 1
    }
    await Promise.all([send(way), receive(way)])
    expect(hash(received())).toBe(hash(content))
    expect(records.filter((index) => index === 3)).toHaveLength(1)
  })

  test('ends the transfer when it stays wrong, and is not written', async () => {
    const way = new DirectPath(chunks)
    const stop = new AbortController()
    way.onReceive = (index, chunk) => {
      if (index === 3) chunk[100] = (chunk[100] ?? 0) ^ 1
    }
    const sending = send(way, stop.signal).catch(() => {})
    await expect(receive(way)).rejects.toEqual(code('transfer-corrupt'))
    stop.abort()
    await sending
    expect(records).not.toContain(3)
    expect(
      received()
        .subarray(3 * chunkSize, 4 * chunkSize)
        .every((byte) => byte === 0),
    ).toBe(true)
  })
})

describe('a source that changes while it is sent (F-6)', () => {
  test('is noticed at the next chunk, and the last chunk never leaves', async () => {
    const way = new DirectPath(chunks)
    const stop = new AbortController()
    way.onSent = (index) => {
      if (index === 10) writeFileSync(sourceFile(), 'x', { flag: 'a' })
    }
    const receiving = receive(way, stop.signal).catch(() => {})
    await expect(send(way)).rejects.toEqual(code('file-changed'))
    stop.abort()
    await receiving
    expect(have.full).toBe(false)
  })

  test('is noticed after the last chunk was read', async () => {
    const way = new DirectPath(chunks)
    const stop = new AbortController()
    let read = 0
    const { pool } = machinery
    const run = pool.run.bind(pool)
    pool.run = async (job, buffer) => {
      const result = await run(job, buffer)
      if (job.kind === 'seal' && ++read === chunks) writeFileSync(sourceFile(), 'x', { flag: 'a' })
      return result
    }
    const receiving = receive(way, stop.signal).catch(() => {})
    await expect(send(way)).rejects.toEqual(code('file-changed'))
    stop.abort()
    await receiving
    expect(have.full).toBe(false)
  })

  test('or is deleted', async () => {
    const way = new DirectPath(chunks)
    const stop = new AbortController()
    way.onSent = (index) => {
      if (index === 10) unlinkSync(sourceFile())
    }
    const receiving = receive(way, stop.signal).catch(() => {})
    await expect(send(way)).rejects.toEqual(code('file-vanished'))
    stop.abort()
    await receiving
  })
})

test('a disk that is full ends the run with its own code (F-12)', async () => {
  const full = await open('/dev/full', 'r+')
  await target.close()
  target = full
  const way = new DirectPath(chunks)
  const stop = new AbortController()
  const sending = send(way, stop.signal).catch(() => {})
  await expect(receive(way)).rejects.toEqual(code('disk-full'))
  stop.abort()
  await sending
  expect(records).toEqual([])
})
