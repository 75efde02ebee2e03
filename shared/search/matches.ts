/** Where a query's words stand in a text, and the part of a text that shows them. Has no knowledge of messages. */
import type { Query, Term } from './query.ts'
import { type Word, wordsOf } from './words.ts'

/** In UTF-16 code units. */
export interface Mark {
  readonly start: number
  readonly length: number
}

function standsAt(words: readonly Word[], at: number, { words: wanted, prefix }: Term): boolean {
  return wanted.every((word, index) => {
    const there = words[at + index]?.text
    if (there === undefined) return false
    return prefix && index === wanted.length - 1 ? there.startsWith(word) : there === word
  })
}

/** Every place of every term, in order, none inside another; null where a term is missing. */
export function marksOf(text: string, { terms }: Query): Mark[] | null {
  const words = wordsOf(text)
  const marked = new Set<number>()
  for (const term of terms) {
    let found = false
    for (let at = 0; at + term.words.length <= words.length; at += 1) {
      if (!standsAt(words, at, term)) continue
      found = true
      for (let index = 0; index < term.words.length; index += 1) marked.add(at + index)
    }
    if (!found) return null
  }
  return joined(words, marked)
}

/** Words that touch are marked as one: characters of a script without spaces. */
function joined(words: readonly Word[], marked: ReadonlySet<number>): Mark[] {
  const marks: Mark[] = []
  for (const index of [...marked].sort((a, b) => a - b)) {
    const word = words[index]
    if (word === undefined) continue
    const last = marks.at(-1)
    if (last !== undefined && last.start + last.length === word.start) {
      marks[marks.length - 1] = { start: last.start, length: word.end - last.start }
    } else marks.push({ start: word.start, length: word.end - word.start })
  }
  return marks
}

export interface Snippet {
  readonly text: string
  readonly marks: readonly Mark[]
}

/** How much of a text is shown before its first mark and in all, in UTF-16 code units. */
const before = 32
const shown = 160
/** How far a cut may move to stand between words. */
const slack = 16

/** The part of `text` around its first mark, on one line. */
export function snippetOf(text: string, marks: readonly Mark[]): Snippet {
  const first = marks[0]?.start ?? 0
  const start = first <= before + slack ? 0 : cut(text, first - before, first)
  const end = Math.min(text.length, start + shown)
  const lead = start === 0 ? '' : '…'
  const trail = end === text.length ? '' : '…'
  const shift = lead.length - start
  return {
    text: lead + text.slice(start, whole(text, end)).replace(/\s/gu, ' ') + trail,
    marks: marks
      .filter((mark) => mark.start + mark.length <= end)
      .map((mark) => ({ start: mark.start + shift, length: mark.length })),
  }
}

/** A place at or after `from` where a word begins. */
function cut(text: string, from: number, latest: number): number {
  const space = text.slice(from, Math.min(from + slack, latest)).search(/\s\S/u)
  return space < 0 ? whole(text, from) : from + space + 1
}

/** Never within a surrogate pair. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
