/**
 * Reads formats out of a text as it was typed: `**bold**`, `*italic*`, `~~strike~~`, `||spoiler||`, a backtick each side for
 * monospace, lines behind `> `, and lines between two fences. A backslash before a mark or `> ` makes it plain text. What is no pair of marks stays as it is: nothing typed is lost.
 */
import type { TextRange, TextStyle } from '../../../../shared/contract/conversations.ts'
import { maxTextRanges } from '../../../../shared/contract/conversations.ts'
import type { Formatted } from '../../../../shared/excerpt.ts'
import { fence, inlineMarks, isEscapedQuote, isMarkCharacter, quoteMark } from './marks.ts'

/** Lines that belong together. */
interface Block {
  readonly style: 'quote' | 'code-block' | null
  readonly text: string
}

const info = /^```[\w+#.-]*$/u
const wholeFence = /^```(?!`)(.+?)```$/u

/** The lines of a code block that begins at `from`, and the line after it; null where none does. */
function codeAt(lines: readonly string[], from: number): { readonly text: string; readonly next: number } | null {
  const first = lines[from] ?? ''
  const whole = wholeFence.exec(first)
  if (whole) return { text: whole[1] ?? '', next: from + 1 }
  if (!info.test(first)) return null
  const end = lines.indexOf(fence, from + 1)
  // Nothing between the fences is nothing to show.
  if (end < from + 2) return null
  return { text: lines.slice(from + 1, end).join('\n'), next: end + 1 }
}

function blocksOf(text: string): Block[] {
  const lines = text.split('\n')
  const blocks: Block[] = []
  let plain: string[] = []
  const endPlain = () => {
    if (plain.length > 0) blocks.push({ style: null, text: plain.join('\n') })
    plain = []
  }
  // Without a second fence there is no block, and no need to look for its end again and again.
  const fenced = text.includes(fence)
  for (let at = 0; at < lines.length; ) {
    const code = fenced ? codeAt(lines, at) : null
    if (code) {
      endPlain()
      blocks.push({ style: 'code-block', text: code.text })
      at = code.next
      continue
    }
    let end = at
    while (lines[end]?.startsWith(quoteMark) && lines[end] !== quoteMark) end += 1
    if (end > at) {
      endPlain()
      const quoted = lines.slice(at, end).map((line) => line.slice(quoteMark.length))
      blocks.push({ style: 'quote', text: quoted.join('\n') })
      at = end
      continue
    }
    const line = lines[at] ?? ''
    plain.push(isEscapedQuote(line) ? line.slice(1) : line)
    at += 1
  }
  endPlain()
  return blocks
}

/** Scripts without spaces between words have their marks within words. */
const word = /[\p{L}\p{N}]/u
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const inWord = (character: string | undefined): boolean =>
  character !== undefined && word.test(character) && !spaceless.test(character)
const isSpace = (character: string | undefined): boolean => character === undefined || /\s/u.test(character)

/** A web address is no text: its underscores stay. What closes a mark at its end is not a part of it. */
const address = /(?:https?:\/\/|www\.)[^\s<>"`]+/giu

function addressesOf(text: string): Map<number, number> {
  const ends = new Map<number, number>()
  for (const { index, 0: found } of text.matchAll(address)) {
    ends.set(index, index + found.replace(/[*_~|]+$/u, '').length)
  }
  return ends
}

class InlineReader {
  readonly #text: string
  readonly #addresses: Map<number, number>
  readonly #repeated: ReadonlySet<string>
  /** Marks that are not closed behind this place. */
  readonly #unclosed = new Map<string, number>()
  out = ''
  readonly ranges: TextRange[] = []

  /** `repeated`: the mark characters that stand more than once in all that was typed. */
  constructor(text: string, repeated: ReadonlySet<string>) {
    this.#text = text
    this.#repeated = repeated
    this.#addresses = addressesOf(text)
  }

  /** Takes `from` to `to` into the result, which has `offset` characters before it. */
  read(from: number, to: number, offset: number): void {
    const text = this.#text
    for (let at = from; at < to; ) {
      const addressEnd = this.#addresses.get(at)
      if (addressEnd !== undefined) {
        const end = Math.min(addressEnd, to)
        this.out += text.slice(at, end)
        at = end
        continue
      }
      if (this.#isEscape(at)) {
        this.out += text[at + 1]
        at += 2
        continue
      }
      const next = isMarkCharacter(text[at]) ? this.#pairAt(at, to, offset) : null
      if (next !== null) {
        at = next
        continue
      }
      // A row of marks that opens nothing opens nothing in its middle either.
      const run = isMarkCharacter(text[at]) ? this.#run(at, to) : 1
      this.out += text.slice(at, at + run)
      at += run
    }
  }

  /** Behind the backslash stands a mark that has another one like it: else the backslash is what was meant. */
  #isEscape(at: number): boolean {
    const text = this.#text
    const mark = text[at + 1]
    return text[at] === '\\' && mark !== undefined && this.#repeated.has(mark)
  }

  #run(at: number, to: number): number {
    let end = at + 1
    while (end < to && this.#text[end] === this.#text[at]) end += 1
    return end - at
  }

  /** Where the text goes on behind a pair of marks that opens here; null where none does. */
  #pairAt(at: number, to: number, offset: number): number | null {
    const text = this.#text
    const run = this.#run(at, to)
    if (inWord(text[at - 1])) return null
    for (const { mark, style } of inlineMarks) {
      const { length } = mark
      if (!text.startsWith(mark, at) || !fits(mark, run)) continue
      if (isSpace(text[at + length])) continue
      const close = this.#closeOf(mark, at + length, to)
      if (close === null) continue
      const start = this.out.length
      if (style === 'monospace') this.out += text.slice(at + length, close)
      else this.read(at + length, close, offset)
      this.#add(style, offset + start, this.out.length - start)
      return close + length
    }
    return null
  }

  #add(style: TextStyle, start: number, length: number): void {
    if (length > 0) this.ranges.push({ style, start, length })
  }

  #closeOf(mark: string, from: number, to: number): number | null {
    const text = this.#text
    const { length } = mark
    if (from >= (this.#unclosed.get(mark) ?? Number.POSITIVE_INFINITY)) return null
    for (let at = from; at < to; ) {
      const addressEnd = this.#addresses.get(at)
      if (addressEnd !== undefined && mark !== '`') {
        at = addressEnd
        continue
      }
      if (mark !== '`' && this.#isEscape(at)) {
        at += 2
        continue
      }
      if (text[at] !== mark[0]) {
        at += 1
        continue
      }
      const run = this.#run(at, to)
      const close = at + run - length
      const closes = fits(mark, run) && at > from && !isSpace(text[at - 1]) && !inWord(text[at + run])
      if (closes && close + length <= to) return close
      at += run
    }
    // Only what was looked for up to the very end is missing for what comes later as well.
    if (to === text.length) this.#unclosed.set(mark, from)
    return null
  }
}

/** Whether a row of `run` like characters holds the mark: three are one and two. */
function fits(mark: string, run: number): boolean {
  if (mark === '*') return run === 1 || run === 3
  if (mark === '**') return run === 2 || run === 3
  return run === mark.length
}

/** A mark that stands there once is none, and a backslash before it no escape. */
export function repeatedMarks(typed: string): ReadonlySet<string> {
  const once = new Set<string>()
  const more = new Set<string>()
  for (const character of typed) {
    if (isMarkCharacter(character)) (once.has(character) ? more : once).add(character)
  }
  return more
}

/** What is sent for what was typed. */
export function readMarkup(typed: string): Formatted {
  let text = ''
  const ranges: TextRange[] = []
  const repeated = repeatedMarks(typed)
  for (const [index, block] of blocksOf(typed).entries()) {
    if (index > 0) text += '\n'
    const start = text.length
    if (block.style === 'code-block') {
      text += block.text
    } else {
      const inline = new InlineReader(block.text, repeated)
      inline.read(0, block.text.length, start)
      text += inline.out
      ranges.push(...inline.ranges)
    }
    if (block.style !== null && text.length > start) {
      ranges.push({ style: block.style, start, length: text.length - start })
    }
  }
  // More formats than a message may carry: then it goes as it was typed.
  if (ranges.length > maxTextRanges) return { text: typed, ranges: [] }
  return { text, ranges: ranges.sort(byPlace) }
}

/** The outer one first. */
function byPlace(a: TextRange, b: TextRange): number {
  return a.start - b.start || b.length - a.length || order(a.style) - order(b.style)
}

const order = (style: TextStyle): number =>
  style === 'quote' || style === 'code-block' ? -1 : inlineMarks.findIndex((mark) => mark.style === style)
