/** What a name that is being typed may mean; the field above keeps the keyboard. */
import { useT } from '../i18n/index.ts'
import { classes } from '../ui/index.ts'
import { type Emoji, toned } from './model/catalogue.ts'
import styles from './suggestions.module.css'

export interface EmojiSuggestionsProps {
  readonly id: string
  readonly found: readonly Emoji[]
  readonly active: number
  readonly tone: number
  readonly onPick: (emoji: Emoji) => void
}

export const suggestionId = (list: string, index: number): string => `${list}-${index}`

export function EmojiSuggestions({ id, found, active, tone, onPick }: EmojiSuggestionsProps) {
  const t = useT()
  return (
    <div role="listbox" id={id} aria-label={t('emoji.suggestions')} className={styles.list}>
      {found.map((emoji, index) => (
        <button
          key={emoji.emoji}
          type="button"
          role="option"
          id={suggestionId(id, index)}
          tabIndex={-1}
          aria-selected={index === active}
          className={classes(styles.item, index === active && styles.active)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(emoji)}
        >
          <span className={styles.emoji}>{toned(emoji, tone)}</span>
          <span className={styles.name}>{emoji.name}</span>
          {emoji.shortcodes[0] !== undefined && <span className={styles.code}>:{emoji.shortcodes[0]}:</span>}
        </button>
      ))}
    </div>
  )
}
