/** Writes a formatted text as it would be typed, to be changed. */
import type { TextRange } from '../../../../shared/contract/conversations.ts'
import type { Formatted } from '../../../../shared/excerpt.ts'
import { fence, inlineMarks, isEscapedQuote, quoteMark } from './marks.ts'
import { readMarkup, repeatedMarks } from './read.ts'

const same = (a: Formatted, b: Formatted): boolean =>
  a.text === b.text &&
  a.ranges.length === b.ranges.length &&
  a.ranges.every(({ style, start, length }) =>
    b.ranges.some((other) => other.style === style && other.start === start && other.length === length),
  )

const markOf = (style: TextRange['style']): string | undefined =>
  inlineMarks.find((inline) => inline.style === style)?.mark

interface Written {
  readonly marks: Map<number, { open: string[]; close: string[] }>
  readonly literal: (at: number) => boolean
}

/** Marks by the place in the text where they stand. */
function placed(ranges: readonly TextRange[]): Written {
  const marks: Written['marks'] = new Map()
  const at = (place: number) => {
    const known = marks.get(place) ?? { open: [], close: [] }
    marks.set(place, known)
    return known
  }
  const outerFirst = [...ranges].sort((a, b) => a.start - b.start || b.length - a.length)
  for (const { style, start, length } of outerFirst) {
    const mark = markOf(style)
    if (mark === undefined) continue
    at(start).open.push(mark)
    at(start + length).close.unshift(mark)
  }
  const verbatim = ranges.filter(({ style }) => style === 'monospace' || style === 'code-block')
  const literal = (place: number) => verbatim.some(({ start, length }) => place >= start && place < start + length)
  return { marks, literal }
}

/** `escaped`: the characters that get a backslash where they are no marks. */
function written({ text, ranges }: Formatted, escaped: ReadonlySet<string>): string {
  const { marks, literal } = placed(ranges)
  const quotes = ranges.filter(({ style }) => style === 'quote')
  const codes = ranges.filter(({ style }) => style === 'code-block')
  let out = ''
  for (let at = 0; at <= text.length; at += 1) {
    const here = marks.get(at)
    if (here) out += here.close.join('')
    if (codes.some(({ start, length }) => start + length === at)) out += `\n${fence}`
    const lineBegins = at === 0 || text[at - 1] === '\n'
    if (lineBegins && quotes.some(({ start, length }) => at >= start && at < start + length)) out += quoteMark
    else if (lineBegins && !here?.open.length && !literal(at) && isEscapedQuote(`\\${text.slice(at)}`)) out += '\\'
    if (codes.some(({ start }) => start === at)) out += `${fence}\n`
    if (here) out += here.open.join('')
    const character = text[at] ?? ''
    if (escaped.has(character) && !literal(at)) out += '\\'
    out += character
  }
  return out
}

/**
 * The typed form of `formatted`: {@link readMarkup} makes the same of it. Formats that cannot be typed, such as two that
 * overlap, are left out.
 */
export function writeMarkup(formatted: Formatted): string {
  for (const candidate of [formatted, { text: formatted.text, ranges: [] }]) {
    const plain = written(candidate, new Set())
    if (same(readMarkup(plain), candidate)) return plain
    const safe = written(candidate, repeatedMarks(plain))
    if (same(readMarkup(safe), candidate)) return safe
  }
  return formatted.text
}
