import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Bitmap } from '../bitmap.ts'
import { SharedReceivingPath } from './shared.ts'

const chunks = [randomBytes(500), randomBytes(400), randomBytes(300)]
const hashes = Buffer.concat(chunks.map((chunk) => createHash('sha256').update(chunk).digest()))
const share = { relay: { url: 'https://relay.example.org', pin: null }, token: 'token' }
const shared = { share, sealing: { key: randomBytes(32), transferId: randomBytes(16) }, hashes }
const { signal } = new AbortController()
const gone = { code: 'transfer-gone' }

function pathTo(of: readonly Uint8Array[], have = new Bitmap(3)) {
  const getShared = async (_: unknown, index: number, into: Uint8Array) => {
    const chunk = of[index] ?? new Uint8Array()
    into.set(chunk)
    return chunk.length
  }
  return new SharedReceivingPath({ getShared }, shared, have)
}

test('F-56 what is missing is read, chunk by chunk', async () => {
  const have = new Bitmap(3)
  have.add(1)
  const path = pathTo(chunks, have)
  const into = Buffer.alloc(500)
  expect(await path.next(signal)).toBe(0)
  expect(await path.receive(0, into, signal)).toBe(500)
  expect(into.equals(chunks[0] as Buffer)).toBe(true)
  expect(await path.next(signal)).toBe(2)
})

test('F-56 whoever has the key as well and puts other bytes there is not believed', async () => {
  const path = pathTo([randomBytes(500), chunks[2] as Buffer, chunks[1] as Buffer])
  for (const index of [0, 1, 2])
    await expect(path.receive(index, Buffer.alloc(500), signal)).rejects.toMatchObject(gone)
})

test('F-56 what does not open is given up, whoever waits', async () => {
  const path = pathTo(chunks)
  for (const index of [0, 1, 2]) expect(await path.next(signal)).toBe(index)
  const waiting = expect(path.next(signal)).rejects.toMatchObject(gone)
  path.refuse()
  await waiting
})
