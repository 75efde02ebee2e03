import { fromBinary } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { ContentSchema } from '../../../shared/wire/gen/content_pb.js'
import { maxContentBytes, pad, paddedLength } from './padding.ts'

/** A text of `length` bytes as a content. */
function content(length: number): Uint8Array {
  const text = new Uint8Array(length).fill(0x61)
  const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)])
  const inner = [0x0a, ...varint(length), ...text]
  return Uint8Array.from([0x52, ...varint(inner.length), ...inner])
}

test('contents are padded to few lengths and read as before (P-14)', () => {
  const lengths = new Set<number>()
  for (const length of [0, 1, 100, 235, 240, 250, 251, 252, 1000, 4085, 4096, 5000, 20_000, 60_000]) {
    const padded = pad(content(length))
    lengths.add(padded.length)
    expect(padded.length).toBe(paddedLength(content(length).length + 5))
    const parsed = fromBinary(ContentSchema, padded)
    expect(parsed.body).toMatchObject({ case: 'text', value: { text: 'a'.repeat(length) } })
    expect(parsed.padding.every((byte) => byte === 0)).toBe(true)
  }
  expect([...lengths]).toEqual([256, 512, 1024, 4096, 4352, 5120, 20_480, 61_440])
})

test('no padding takes more than 256 bytes or 6.25 % (P-14)', () => {
  for (let length = 1; length <= maxContentBytes; length += 13) {
    const padded = paddedLength(length)
    expect(padded).toBeGreaterThanOrEqual(length)
    expect(padded - length).toBeLessThan(Math.max(256, length / 16))
    expect(paddedLength(padded)).toBe(padded)
  }
})

test('what is too long for an envelope is refused (P-14)', () => {
  expect(pad(new Uint8Array(maxContentBytes - 5)).length).toBe(maxContentBytes)
  expect(() => pad(new Uint8Array(maxContentBytes - 4))).toThrow(expect.objectContaining({ code: 'too-large' }))
})
