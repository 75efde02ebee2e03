/** A `:name` that is being typed. Has no knowledge of fields. */

/** Fewer letters would find half of all emoji. */
const fewest = 2

export interface Typed {
  /** Where the colon stands. */
  readonly from: number
  readonly to: number
  readonly query: string
  /** The second colon is there: exactly this one is meant. */
  readonly closed: boolean
}

/** What stands before `caret`; null where it is no name of an emoji, as in `10:30` and `https://`. */
export function shortcodeAt(text: string, caret: number): Typed | null {
  const before = text.slice(Math.max(0, caret - 64), caret)
  const found = /(?:^|[^\p{L}\p{N}:/])(:([\p{L}\p{N}_+-]+)(:?))$/u.exec(before)
  const [, all = '', query = '', colon = ''] = found ?? []
  if (found === null || query.length < fewest) return null
  return { from: caret - all.length, to: caret, query, closed: colon !== '' }
}
