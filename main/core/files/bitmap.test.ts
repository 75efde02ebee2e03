import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bitmap } from './bitmap.ts'

const sets = fc.integer({ min: 1, max: 20_000 }).chain((length) =>
  fc.record({
    length: fc.constant(length),
    members: fc.uniqueArray(fc.integer({ min: 0, max: length - 1 }), { maxLength: 200 }),
  }),
)

const bitmapOf = (length: number, members: Iterable<number>) => {
  const bitmap = new Bitmap(length)
  for (const member of members) bitmap.add(member)
  return bitmap
}

test('holds what was added and nothing else', () => {
  fc.assert(
    fc.property(sets, ({ length, members }) => {
      const bitmap = bitmapOf(length, members)
      expect(bitmap.count).toBe(members.length)
      for (let index = 0; index < length; index += 7) expect(bitmap.has(index)).toBe(members.includes(index))
      for (const member of members) expect(bitmap.has(member)).toBe(true)
    }),
  )
})

test('finds the first missing number from anywhere', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.array(fc.nat(299)), fc.nat(299), (length, members, from) => {
      const bitmap = bitmapOf(length, members)
      let expected = from
      while (expected < length && bitmap.has(expected)) expected++
      expect(bitmap.firstMissing(from)).toBe(Math.min(expected, length))
    }),
  )
})

test('pages bring back the same set', () => {
  fc.assert(
    fc.property(sets, ({ length, members }) => {
      const copy = new Bitmap(length)
      const original = bitmapOf(length, members)
      for (const page of new Set(members.map(Bitmap.pageOf))) copy.addPage(page, original.page(page))
      expect(members.every((member) => copy.has(member))).toBe(true)
      expect(copy.count).toBe(members.length)
    }),
  )
})

test("takes in the relay's bitmaps: all below the base, lowest bit first, nothing beyond the end", () => {
  const bitmap = new Bitmap(13)
  bitmap.addBelow(4)
  bitmap.addBits(Uint8Array.of(0b0000_0101, 0xff), 4)
  expect([...Array(13).keys()].filter((index) => bitmap.has(index))).toEqual([0, 1, 2, 3, 4, 6, 12])
})

test('is full when nothing is missing; an empty one is full at once', () => {
  expect(new Bitmap(0).full).toBe(true)
  const bitmap = bitmapOf(9, [0, 1, 2, 3, 4, 5, 6, 7])
  expect(bitmap.full).toBe(false)
  bitmap.add(8)
  expect(bitmap.full).toBe(true)
  expect(bitmap.firstMissing()).toBe(9)
})

test('refuses numbers out of range', () => {
  const bitmap = new Bitmap(3)
  expect([bitmap.add(3), bitmap.add(-1), bitmap.add(0.5)]).toEqual([false, false, false])
  expect(bitmap.count).toBe(0)
})
