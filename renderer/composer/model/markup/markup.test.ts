import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TextRange } from '../../../../shared/contract/conversations.ts'
import { type Format, formatted, readMarkup, writeMarkup } from './index.ts'

const range = (style: TextRange['style'], start: number, length: number): TextRange => ({ style, start, length })

test.each([
  ['**now**', 'now', [range('bold', 0, 3)]],
  ['*now* and _then_', 'now and then', [range('italic', 0, 3), range('italic', 8, 4)]],
  ['~~no~~ yes', 'no yes', [range('strikethrough', 0, 2)]],
  ['it was ||the cook||!', 'it was the cook!', [range('spoiler', 7, 8)]],
  ['run `npm *i*`', 'run npm *i*', [range('monospace', 4, 7)]],
  ['***both***', 'both', [range('bold', 0, 4), range('italic', 0, 4)]],
  ['**a *b***', 'a b', [range('bold', 0, 3), range('italic', 2, 1)]],
  ['*a **b***', 'a b', [range('italic', 0, 3), range('bold', 2, 1)]],
  ['> one\n> two\nthree', 'one\ntwo\nthree', [range('quote', 0, 7)]],
  ['> **one**', 'one', [range('quote', 0, 3), range('bold', 0, 3)]],
  ['look:\n```ts\nlet *a*\n```\nso', 'look:\nlet *a*\nso', [range('code-block', 6, 7)]],
  ['```let a```', 'let a', [range('code-block', 0, 5)]],
  ['日本**語**です', '日本語です', [range('bold', 2, 1)]],
  ['\\*not\\*', '*not*', []],
  ['\\> not', '> not', []],
  ['\\\\> not', '\\> not', []],
])('M-90 what was typed as %j', (typed, text, ranges) => {
  expect(readMarkup(typed)).toEqual({ text, ranges })
})

test.each([
  '2*3*4 = 24',
  'snake_case_name and __init__',
  'a * b * c',
  '**',
  '****',
  '**open',
  'C:\\_temp',
  '\\\\server\\share',
  'https://example.org/_a_b_?c=*d*',
  '>:(',
  '> ',
  '```',
  '```\n```',
  'a || b || c',
  '``',
])('M-90 %j stays as it is', (typed) => {
  expect(readMarkup(typed)).toEqual({ text: typed, ranges: [] })
})

test.each(['> a', '\\> a', 'a\n> b', '> ', '> > a'])('M-90 the text %j can be changed', (text) => {
  expect(readMarkup(writeMarkup({ text, ranges: [] }))).toEqual({ text, ranges: [] })
})

test('M-90 formats that cannot be typed leave the text as it was', () => {
  const sent = readMarkup('*> _a_*')
  expect(sent).toEqual({ text: '> a', ranges: [range('italic', 0, 3), range('italic', 2, 1)] })
  expect(readMarkup(writeMarkup(sent)).text).toBe('> a')
})

test('an address may stand within marks', () => {
  expect(readMarkup('**https://example.org/a_b**')).toEqual({
    text: 'https://example.org/a_b',
    ranges: [range('bold', 0, 23)],
  })
})

const typing = fc.string({
  unit: fc.constantFrom('a', 'b ', ' ', '\n', '*', '**', '_', '~~', '||', '`', '> ', '\\', '```\n'),
})

test('M-90 what was typed comes back the same when it is changed', () => {
  fc.assert(
    fc.property(typing, (typed) => {
      const sent = readMarkup(typed)
      for (const { start, length } of sent.ranges) {
        expect(length).toBeGreaterThan(0)
        expect(start + length).toBeLessThanOrEqual(sent.text.length)
      }
      const again = readMarkup(writeMarkup(sent))
      expect(again.text).toBe(sent.text)
    }),
    { numRuns: 2000 },
  )
})

test('a long row of marks takes no longer than a text', () => {
  const typed = '**a '.repeat(15_000)
  expect(readMarkup(typed).text).toBe(typed)
})

/** `[` and `]` are the ends of the selection. */
function apply(shown: string, format: Format): string {
  const start = shown.indexOf('[')
  const end = shown.indexOf(']') - 1
  const text = shown.replace(/[[\]]/gu, '')
  const change = formatted({ text, start, end }, format)
  const after = text.slice(0, change.from) + change.insert + text.slice(change.to)
  return `${after.slice(0, change.start)}[${after.slice(change.start, change.end)}]${after.slice(change.end)}`
}

test.each<[Format, string, string]>([
  ['bold', 'say [now] please', 'say **[now]** please'],
  ['bold', 'say **[now]** please', 'say [now] please'],
  ['bold', 'say [**now**] please', 'say [now] please'],
  ['bold', 'say[ now ]please', 'say **[now]** please'],
  ['italic', '[]', '*[]*'],
  ['spoiler', 'the [cook]', 'the ||[cook]||'],
  ['quote', 'one\nt[w]o', 'one\n> two[]'],
  ['quote', '> t[w]o', 'two[]'],
  ['code-block', 'x\nle[t] a', 'x\n```\n[let a]\n```'],
])('%s: %j becomes %j', (format, before, after) => {
  expect(apply(before, format)).toBe(after)
})
