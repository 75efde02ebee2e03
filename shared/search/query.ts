/**
 * What a user types to find messages: words, all of which must be there, the last one as it begins; "phrases"; `from:me`.
 * Whatever is typed means something or nothing, never an error. Has no knowledge of any index. SPEC.md M-81.
 */
import { wordsOf } from './words.ts'

export interface Term {
  /** Words that follow each other. */
  readonly words: readonly string[]
  /** Whether the last one is the beginning of a word. */
  readonly prefix: boolean
}

export interface Query {
  readonly terms: readonly Term[]
  /** Own messages alone. */
  readonly own: boolean
}

/** Longest query, in UTF-16 code units. */
export const longestQuery = 500
/** More words than anybody looks for at once. */
const mostWords = 24

/** A phrase between quotation marks of any language, the last one perhaps not closed yet; or anything between spaces. */
const part = /["“”„«»]([^"“”„«»]*)(["“”„«»]|$)|[^\s"“”„«»]+/gu
const fromMe = /^(?:from:me|von:mir)$/iu

export function parseQuery(text: string): Query {
  const terms: Term[] = []
  let own = false
  let left = mostWords
  const parts = [...text.slice(0, longestQuery).matchAll(part)]
  parts.forEach(([whole, phrase, closing], index) => {
    if (phrase === undefined && fromMe.test(whole)) {
      own = true
      return
    }
    const words = wordsOf(phrase ?? whole)
      .slice(0, left)
      .map((word) => word.text)
    if (words.length === 0) return
    left -= words.length
    const isTyping = phrase === undefined || closing === ''
    terms.push({ words, prefix: isTyping && index === parts.length - 1 })
  })
  return { terms, own }
}

/** Whether the query asks for nothing. */
export const isEmpty = ({ terms }: Query): boolean => terms.length === 0
