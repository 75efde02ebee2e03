import { createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  type ChunkPlace,
  chunkCount,
  chunkLength,
  chunkOverhead,
  chunkSize,
  maxSealedBytes,
  openChunk,
  sealChunk,
} from './chunk.ts'

const key = randomBytes(32)
const transferId = randomBytes(16)
const place: ChunkPlace = { transferId, index: 2, size: 2 * chunkSize + 1000 }
const plain = randomBytes(1000)

function sealed(at = place, text: Uint8Array = plain): Buffer {
  const target = Buffer.alloc(maxSealedBytes)
  return target.subarray(0, sealChunk(key, at, text, target))
}

function opened(chunk: Uint8Array, at = place, withKey: Uint8Array = key): Buffer {
  const target = Buffer.alloc(chunkSize)
  return target.subarray(0, openChunk(withKey, at, chunk, target))
}

const corrupt = expect.objectContaining({ code: 'transfer-corrupt' })

describe('chunk layout (F-1)', () => {
  test('version, nonce, ciphertext and tag lie where they are said to lie', () => {
    const chunk = sealed()
    expect(chunk.length).toBe(plain.length + 29)
    expect(chunk[0]).toBe(1)
    const associated = Buffer.alloc(33)
    associated[0] = 1
    transferId.copy(associated, 1)
    associated.writeBigUInt64BE(2n, 17)
    associated.writeBigUInt64BE(BigInt(place.size), 25)
    const decipher = createDecipheriv('aes-256-gcm', key, chunk.subarray(1, 13)).setAAD(associated)
    decipher.setAuthTag(chunk.subarray(-16))
    expect(Buffer.concat([decipher.update(chunk.subarray(13, -16)), decipher.final()])).toEqual(plain)
  })

  test('a full chunk goes there and back', () => {
    const whole = randomBytes(chunkSize)
    const at = { ...place, index: 0 }
    const chunk = sealed(at, whole)
    expect(chunk.length).toBe(chunkSize + chunkOverhead)
    expect(opened(chunk, at).equals(whole)).toBe(true)
  })

  test('lengths follow from size and index', () => {
    expect([0, 1, chunkSize, chunkSize + 1].map(chunkCount)).toEqual([0, 1, 1, 2])
    expect([0, 1, 2, 3].map((index) => chunkLength(place.size, index))).toEqual([chunkSize, chunkSize, 1000, 0])
  })
})

test('every encryption draws a new nonce (F-2)', () => {
  const nonces = Array.from({ length: 500 }, () => sealed().subarray(1, 13).toString('hex'))
  expect(new Set(nonces).size).toBe(500)
})

describe('what is not this chunk does not open (F-3)', () => {
  test.each([
    ['version', 0],
    ['nonce', 1],
    ['ciphertext', 13],
    ['last byte of the ciphertext', 13 + 999],
    ['tag', 13 + 1000],
  ])('one bit of the %s', (_, offset) => {
    const chunk = sealed()
    chunk[offset] = (chunk[offset] ?? 0) ^ 1
    expect(() => opened(chunk)).toThrow(corrupt)
  })

  test.each<[string, Partial<ChunkPlace>]>([
    ['transfer', { transferId: randomBytes(16) }],
    ['index', { index: 1 }],
    ['size of the file', { size: place.size + chunkSize }],
  ])('another %s', (_, other) => {
    expect(() => opened(sealed(), { ...place, ...other })).toThrow(corrupt)
  })

  test('another index of the same length', () => {
    const whole = randomBytes(chunkSize)
    expect(() => opened(sealed({ ...place, index: 0 }, whole), { ...place, index: 1 })).toThrow(corrupt)
  })

  test('another key', () => expect(() => opened(sealed(), place, randomBytes(32))).toThrow(corrupt))

  test.each([0, 1, 28, 1028, 1030])('%i bytes', (length) => {
    const chunk = Buffer.concat([sealed(), randomBytes(16)]).subarray(0, length)
    expect(() => opened(chunk)).toThrow(corrupt)
  })
})
