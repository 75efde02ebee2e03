import { create } from '@bufbuild/protobuf'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TextSchema } from '../../../shared/wire/gen/content_pb.js'
import { isEmoji } from './emoji.ts'
import { checkedText, readText, textInit, writeText } from './text.ts'

describe('M-50 ranges', () => {
  test('travel as they are', () => {
    const text = { text: 'bold and code', ranges: [{ style: 'bold', start: 0, length: 4 } as const] }
    expect(readText(writeText(text))).toEqual(text)
  })

  test('of others lie in the text, whatever was sent; the text stays', () => {
    const wireRange = fc.record({
      style: fc.integer({ min: -1, max: 20 }),
      start: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      length: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    })
    const near = fc.record({
      style: fc.integer({ min: 0, max: 8 }),
      start: fc.integer({ min: 0, max: 40 }),
      length: fc.integer({ min: 0, max: 40 }),
    })
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.array(fc.oneof(wireRange, near), { maxLength: 600 }),
        (text, ranges) => {
          const read = readText(create(TextSchema, { text, ranges }))
          expect(read.text).toBe(text)
          expect(read.ranges.length).toBeLessThanOrEqual(500)
          for (const { start, length } of read.ranges) {
            expect(length).toBeGreaterThan(0)
            expect(start + length).toBeLessThanOrEqual(text.length)
          }
          // What was read is what we could have written ourselves.
          expect(readText(create(TextSchema, textInit(read)))).toEqual(read)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('of our own that lie outside are refused', () => {
    const bold = { style: 'bold', start: 1, length: 3 } as const
    expect(() => checkedText({ text: 'abc', ranges: [bold] })).toThrow('outside')
    expect(checkedText({ text: 'abcd', ranges: [bold] }).ranges).toEqual([bold])
  })
})

describe('M-52 one emoji', () => {
  test.each(['👍', '👍🏽', '❤️', '❤', '🇩🇪', '1️⃣', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '🏳️‍🌈', '😶‍🌫️', '🫩'])('is %s', (emoji) => {
    expect(isEmoji(emoji)).toBe(true)
  })

  test.each([
    '',
    'a',
    '1',
    '👍👍',
    '👍 ',
    'a👍',
    '👍a',
    '🇩',
    '🇩🇪🇫🇷',
    '\u200d',
    `👍${'\u0301'.repeat(9)}`,
    '❤️'.repeat(40),
  ])('is not %j', (text) => {
    expect(isEmoji(text)).toBe(false)
  })
})
