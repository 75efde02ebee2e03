/** Finds emoji by words. Has no knowledge of components. */
import type { Emoji } from './catalogue.ts'

/** How well one word of a query fits: 3 for a whole word, 2 for a beginning, 0 for nothing. */
function rankOf({ words }: Emoji, wanted: string): number {
  let best = 0
  for (const word of words) {
    if (word === wanted) return 3
    if (word.startsWith(wanted)) best = 2
  }
  return best
}

/** What an emoji is called counts more than what it makes one think of. */
function nameRank({ name, shortcodes }: Emoji, wanted: string): number {
  const called = name.toLocaleLowerCase()
  if (shortcodes.includes(wanted)) return 4
  if (called === wanted) return 3
  return called.startsWith(wanted) || shortcodes.some((code) => code.startsWith(wanted)) ? 2 : 0
}

/**
 * Those of which every word of the query is one, or begins one; the best first, then in the order of Unicode. An emoji
 * finds itself.
 */
export function searchEmoji(all: readonly Emoji[], query: string, most = Number.POSITIVE_INFINITY): Emoji[] {
  const wanted = query
    .toLocaleLowerCase()
    .replaceAll(':', ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
  const [first] = wanted
  if (first === undefined) return []
  const found: { readonly emoji: Emoji; readonly rank: number }[] = []
  for (const emoji of all) {
    if (emoji.emoji === first || emoji.skins.includes(first)) return [emoji]
    const ranks = wanted.map((word) => rankOf(emoji, word))
    if (ranks.includes(0)) continue
    found.push({ emoji, rank: nameRank(emoji, first) + Math.min(...ranks) })
  }
  return found
    .sort((a, b) => b.rank - a.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji)
}
