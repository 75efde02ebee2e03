import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ChunkBuffer, ChunkBuffers, chunkIn } from './buffers.ts'
import { chunkCount, chunkOverhead, chunkSize, maxSealedBytes } from './chunk.ts'
import { ChunkPool } from './chunk-pool.ts'

const size = 2 * chunkSize + 777
const content = randomBytes(size)
const common = { key: randomBytes(32), transferId: randomBytes(16), size }

let folder: string
let from: number
let to: number
let modifiedNs: bigint
let pool: ChunkPool
let buffers: ChunkBuffers

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pool-'))
  writeFileSync(path.join(folder, 'from'), content)
  writeFileSync(path.join(folder, 'to'), '')
  truncateSync(path.join(folder, 'to'), size)
  from = openSync(path.join(folder, 'from'), 'r')
  to = openSync(path.join(folder, 'to'), 'r+')
  modifiedNs = statSync(path.join(folder, 'from'), { bigint: true }).mtimeNs
  pool = new ChunkPool(2)
  buffers = new ChunkBuffers(4)
})
afterEach(async () => {
  await pool.close()
  closeSync(from)
  closeSync(to)
  rmSync(folder, { recursive: true })
})

const seal = async (index: number, buffer: ChunkBuffer) =>
  pool.run({ ...common, kind: 'seal', descriptor: from, index, modifiedNs }, buffer)
const open = async (index: number, buffer: ChunkBuffer, length: number) =>
  pool.run({ ...common, kind: 'open', descriptor: to, index, length }, buffer)

async function sealed(index: number): Promise<{ buffer: ChunkBuffer; length: number }> {
  const buffer = await buffers.take()
  const result = await seal(index, buffer)
  if (!result.ok) throw new Error(result.code)
  return { buffer, length: result.length }
}

test('chunks go from file to file through the threads, in any order', async () => {
  await Promise.all(
    [2, 0, 1].map(async (index) => {
      const { buffer, length } = await sealed(index)
      expect(await open(index, buffer, length)).toEqual({ ok: true, length: length - chunkOverhead })
      buffers.giveBack(buffer)
    }),
  )
  expect(chunkCount(size)).toBe(3)
  expect(readFileSync(path.join(folder, 'to')).equals(content)).toBe(true)
})

describe('what goes wrong is told', () => {
  test('a chunk that was tampered with is not written (F-3)', async () => {
    const { buffer, length } = await sealed(1)
    chunkIn(buffer)[5000] = 7
    expect(await open(0, buffer, length)).toEqual({ ok: false, code: 'transfer-corrupt' })
    expect(readFileSync(path.join(folder, 'to')).every((byte) => byte === 0)).toBe(true)
  })

  test('a source that was written to while it is read (F-6)', async () => {
    writeFileSync(path.join(folder, 'from'), 'x', { flag: 'a' })
    expect(await seal(0, await buffers.take())).toEqual({ ok: false, code: 'file-changed' })
  })

  test('a source that was deleted while it is read (F-6)', async () => {
    rmSync(path.join(folder, 'from'))
    expect(await seal(0, await buffers.take())).toEqual({ ok: false, code: 'file-vanished' })
  })
})

test('closing rejects what waits', async () => {
  const jobs = [0, 1, 2].map((index) => expect(sealed(index)).rejects.toThrow())
  await new Promise((resolve) => setImmediate(resolve))
  await pool.close()
  await Promise.all(jobs)
})

test('no more buffers than the limit are lent', async () => {
  const few = new ChunkBuffers(2)
  const [one] = [await few.take(), await few.take()]
  let third: ChunkBuffer | undefined
  const waiting = few.take().then((buffer) => {
    third = buffer
  })
  await Promise.resolve()
  expect(third).toBeUndefined()
  few.giveBack(one)
  await waiting
  expect(third).toBe(one)
  few.drop()
  few.drop()
  expect(chunkIn(await few.take()).length).toBe(maxSealedBytes)
})
