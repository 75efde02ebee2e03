/** All emoji with their names, made ready for being looked through. Has no knowledge of where the names come from. */

/** One entry of the Unicode list (emojibase, compact form). */
export interface Entry {
  readonly hexcode: string
  readonly label: string
  readonly unicode: string
  readonly group?: number
  readonly order?: number
  readonly tags?: readonly string[]
  readonly skins?: readonly { readonly unicode: string; readonly hexcode: string }[]
}

export type Shortcodes = Readonly<Record<string, string | readonly string[]>>

/** In the order of Unicode; components, such as skin tones alone, are no emoji to choose. */
export const groups = [
  'smileys',
  'people',
  'animals',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const
export type Group = (typeof groups)[number]

const groupOf: Readonly<Record<number, Group>> = {
  0: 'smileys',
  1: 'people',
  3: 'animals',
  4: 'food',
  5: 'travel',
  6: 'activities',
  7: 'objects',
  8: 'symbols',
  9: 'flags',
}

export interface Emoji {
  readonly emoji: string
  /** In the user's language. */
  readonly name: string
  readonly group: Group
  /** Without colons; the first one is shown. */
  readonly shortcodes: readonly string[]
  /** Light to dark, five of them; empty where there are none. */
  readonly skins: readonly string[]
  /** What it is found by, in lower case: words of the names and tags of all languages, and shortcodes. */
  readonly words: readonly string[]
}

export interface Catalogue {
  readonly all: readonly Emoji[]
  readonly byEmoji: ReadonlyMap<string, Emoji>
}

/** Most emoji need no mark that they are one; with it, the same emoji of two programs would be two. */
function plain(emoji: string): string {
  return emoji.replace(/^(\p{Emoji_Presentation})\uFE0F$/u, '$1')
}

const wordsIn = (text: string): string[] =>
  text
    .toLocaleLowerCase()
    .split(/[^\p{L}\p{N}+-]+/u)
    .filter((word) => word !== '')

/** @param others the same list in further languages, of which only the words count */
export function catalogueOf(
  entries: readonly Entry[],
  others: readonly (readonly Entry[])[],
  shortcodes: Shortcodes,
  isShown: (hexcode: string) => boolean = () => true,
): Catalogue {
  const translations = others.map((list) => new Map(list.map((entry) => [entry.hexcode, entry])))
  const all = entries
    .filter(({ hexcode }) => isShown(hexcode))
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap((entry): Emoji[] => {
      const group = entry.group === undefined ? undefined : groupOf[entry.group]
      if (group === undefined) return []
      const codes = [shortcodes[entry.hexcode] ?? []].flat()
      const same = [entry, ...translations.flatMap((list) => list.get(entry.hexcode) ?? [])]
      const words = new Set(same.flatMap(({ label, tags = [] }) => [label, ...tags].flatMap(wordsIn)))
      for (const code of codes) for (const word of [code, ...code.split('_')]) words.add(word)
      // Two people of different skin have more than five; the five of one skin are what one chooses from.
      const skins = (entry.skins ?? []).length === 5 ? (entry.skins ?? []).map(({ unicode }) => plain(unicode)) : []
      const emoji = plain(entry.unicode)
      return [{ emoji, name: entry.label, group, shortcodes: codes, skins, words: [...words] }]
    })
  return { all, byEmoji: new Map(all.map((one) => [one.emoji, one])) }
}

/** `tone`: 0 for none, 1 (light) to 5 (dark). */
export function toned({ emoji, skins }: Pick<Emoji, 'emoji' | 'skins'>, tone: number): string {
  return skins[tone - 1] ?? emoji
}
