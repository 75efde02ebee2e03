/** Follows what is typed in a field and offers the emoji that a `:name` may mean. */
import { type KeyboardEvent, useState } from 'react'
import { useCatalogue } from './catalogue.ts'
import { type Emoji, toned } from './model/catalogue.ts'
import { searchEmoji } from './model/search.ts'
import { shortcodeAt } from './model/shortcode.ts'
import { useChoices } from './use-choices.ts'

const most = 6

/** `insert` stands in for what is between `from` and `to`. */
export interface Replacement {
  readonly from: number
  readonly to: number
  readonly insert: string
}

export interface Suggestions {
  readonly found: readonly Emoji[]
  readonly active: number
  readonly tone: number
  readonly pick: (emoji: Emoji) => void
  /** True where the key was meant for the list. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean
  /** After each change of the text and the caret. */
  readonly look: (text: string, caret: number) => void
}

export function useSuggestions(replace: (replacement: Replacement) => void): Suggestions {
  const { tone, used } = useChoices()
  const [typed, setTyped] = useState<ReturnType<typeof shortcodeAt>>(null)
  const [active, setActive] = useState(0)
  const catalogue = useCatalogue(typed !== null)
  const found = typed === null || catalogue === null ? [] : searchEmoji(catalogue.all, typed.query, most)

  const put = (emoji: Emoji, { from, to }: { from: number; to: number }) => {
    setTyped(null)
    used(emoji.emoji)
    replace({ from, to, insert: toned(emoji, tone) })
  }
  return {
    found,
    active: Math.min(active, Math.max(0, found.length - 1)),
    tone,
    pick: (emoji) => {
      if (typed) put(emoji, typed)
    },
    onKeyDown: (event) => {
      if (typed === null || found.length === 0) return false
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step !== 0) {
        setActive((now) => (now + step + found.length) % found.length)
        return true
      }
      const chosen = found[active]
      if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) {
        put(chosen, typed)
        return true
      }
      if (event.key !== 'Escape') return false
      setTyped(null)
      return true
    },
    look: (text, caret) => {
      const now = shortcodeAt(text, caret)
      setActive(0)
      const exact =
        now?.closed === true ? catalogue?.all.find(({ shortcodes }) => shortcodes.includes(now.query)) : null
      if (now && exact) put(exact, now)
      else setTyped(now?.closed === true ? null : now)
    },
  }
}
