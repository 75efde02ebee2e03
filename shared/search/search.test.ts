import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { marksOf, parseQuery, snippetOf, wordsOf } from './index.ts'

const texts = (text: string): string[] => wordsOf(text).map((word) => word.text)
const found = (text: string, query: string): string[] | null =>
  marksOf(text, parseQuery(query))?.map(({ start, length }) => text.slice(start, start + length)) ?? null

describe('words (M-80)', () => {
  test.each([
    ['Hello, World!', ['hello', 'world']],
    ['Zoë ZOE\u0308', ['zoe', 'zoe']],
    ['Straße', ['strasse']],
    ['Ærø Łódź Σίσυφος', ['aero', 'lodz', 'σισυφοσ']],
    ['photo_2024-05.JPG', ['photo', '2024', '05', 'jpg']],
    ["don't", ['don', 't']],
    ['ＡＢＣ ﬁx ①', ['abc', 'fix', '1']],
    ['so\u00adft', ['soft']],
    ['我喜欢苹果', ['我', '喜', '欢', '苹', '果']],
    ['iPhone15を買う', ['iphone15', 'を', '買', 'う']],
    ['がき', ['か\u3099', 'き']],
    ['สวัสดี', ['ส', 'วั', 'ส', 'ดี']],
    ['مَرْحَبًا', ['مرحبا']],
    ['שָׁלוֹם', ['שלום']],
    ['nice 👍🏽🎉', ['nice', '👍', '🎉']],
    ['हिन्दी', ['हिन्दी']],
  ])('%s', (text, expected) => {
    expect(texts(text)).toEqual(expected.map((word) => word.normalize('NFKD')))
  })

  test('Korean is found while it is typed', () => {
    expect(found('안녕 한국', '하')).toEqual(['한국'])
  })

  test('words lie in order within the text, and their case does not count', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let end = 0
        for (const word of wordsOf(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end)
          expect(word.end).toBeGreaterThan(word.start)
          end = word.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('queries (M-81)', () => {
  test.each([
    ['all words, in any order', 'world hello', ['Hello', 'world']],
    ['the last word as it begins', 'hel', ['Hello']],
    ['not the others', 'hel world', null],
    ['a phrase', '"hello world"', ['Hello', 'world']],
    ['a phrase in its order alone', '"world hello"', null],
    ['a phrase that is still typed', '"hello wor', ['Hello', 'world']],
    ['a phrase as a whole', '"hello wor"', null],
    ['German quotation marks', '„hello world“', ['Hello', 'world']],
  ])('%s', (_, query, expected) => {
    expect(found('Hello, world', query)).toEqual(expected)
  })

  test('a part of what is written without spaces', () => {
    expect(found('我喜欢吃苹果。', '苹果')).toEqual(['苹果'])
    expect(found('我喜欢吃苹果。', '果苹')).toBeNull()
  })

  test('from:me is no word', () => {
    expect(parseQuery('from:me hello')).toEqual({ terms: [{ words: ['hello'], prefix: true }], own: true })
    expect(parseQuery('von:mir')).toEqual({ terms: [], own: true })
  })

  test('anything that is typed is a query of words, and finds a text that it was taken from', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const query = parseQuery(text)
        for (const { words } of query.terms) for (const word of words) expect(word).toMatch(/\S/u)
        expect(marksOf(text.replace(/["“”„«»]/gu, ' '), query)).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })
})

describe('snippets', () => {
  test('the part of a long text that shows the first mark', () => {
    const text = `${'before '.repeat(40)}needle${' after'.repeat(40)}`
    const { text: snippet, marks } = snippetOf(text, marksOf(text, parseQuery('needle')) ?? [])
    expect(snippet).toMatch(/^…before before .*needle after.*…$/)
    expect(marks.map(({ start, length }) => snippet.slice(start, start + length))).toEqual(['needle'])
  })

  test('marks of a snippet stand where the words are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'needle', '🎉', 'long', '\n', 'é'), { maxLength: 80 }), (parts) => {
        const text = parts.join(' ')
        const marks = marksOf(text, parseQuery('needle'))
        if (marks === null) return
        const snippet = snippetOf(text, marks)
        expect(snippet.marks.length).toBeGreaterThan(0)
        for (const { start, length } of snippet.marks) expect(snippet.text.slice(start, start + length)).toBe('needle')
        // A torn surrogate pair has no UTF-8.
        expect(() => encodeURIComponent(snippet.text)).not.toThrow()
      }),
    )
  })
})
