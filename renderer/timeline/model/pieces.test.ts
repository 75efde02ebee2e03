import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextStyle } from '../../../shared/contract/conversations.ts'
import { blocksOf } from './pieces.ts'

const range = (style: TextStyle, start: number, length: number) => ({ style, start, length })

/** As markup: what it looks like, in one line. */
const drawn = (text: string, ranges: ReturnType<typeof range>[] = []) =>
  blocksOf({ text, ranges }).map(({ kind, groups }) => [
    kind,
    ...groups.map(({ hidden, pieces }) => {
      const words = pieces.map((piece) =>
        [...piece.styles, ...(piece.url === null ? [] : ['link']), piece.text.trim()].join(' '),
      )
      return `${hidden ? 'hidden ' : ''}${words.join('|')}`
    }),
  ])

test('a plain text is one piece', () => {
  expect(drawn('Hello')).toEqual([['plain', 'Hello']])
})

test('formats overlap, links lie in them, spoilers hide all of it', () => {
  expect(drawn('abcdef', [range('bold', 0, 4), range('italic', 2, 4)])).toEqual([
    ['plain', 'bold ab|bold italic cd|italic ef'],
  ])
  expect(drawn('see www.a.org now', [range('bold', 0, 17)])).toEqual([
    ['plain', 'bold see|bold link www.a.org|bold now'],
  ])
  expect(drawn('it was me', [range('spoiler', 7, 2), range('bold', 8, 1)])).toEqual([
    ['plain', 'it was', 'hidden m|bold e'],
  ])
})

test('blocks stand on lines of their own; code has neither links nor formats', () => {
  const text = 'look:\nwww.a.org\nand\nso'
  expect(drawn(text, [range('code-block', 6, 9), range('bold', 6, 3), range('quote', 16, 3)])).toEqual([
    ['plain', 'look:'],
    ['code-block', 'www|.a.org'],
    ['quote', 'and'],
    ['plain', 'so'],
  ])
  expect(drawn('run www.a.org', [range('monospace', 4, 9)])).toEqual([['plain', 'run|monospace www.a.org']])
})

test('nothing of a text is lost but line breaks beside blocks, and no two pieces begin alike', () => {
  const ranges = fc.array(
    fc.record({
      style: fc.constantFrom(...TextStyle.options),
      start: fc.nat(30),
      length: fc.integer({ min: 1, max: 30 }),
    }),
  )
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 30 }), ranges, (text, all) => {
      const inside = all.filter(({ start }) => start < text.length)
      const pieces = blocksOf({ text, ranges: inside }).flatMap(({ groups }) => groups.flatMap((group) => group.pieces))
      const shown = pieces.map((piece) => piece.text).join('')
      expect(shown.replace(/\n/gu, '')).toBe(text.replace(/\n/gu, ''))
      expect(new Set(pieces.map(({ start }) => start)).size).toBe(pieces.length)
    }),
  )
})
