/** One row of the picker. The other mouse button, or a long press, offers an emoji's tones. */
import { memo, useState } from 'react'
import { useT } from '../i18n/index.ts'
import { classes, MenuAt, MenuItem, type Point, pointOf } from '../ui/index.ts'
import { type Emoji, toned } from './model/catalogue.ts'
import styles from './picker.module.css'

export interface EmojiRowProps {
  readonly emoji: readonly Emoji[]
  readonly tone: number
  /** The column that is chosen, or null. */
  readonly active: number | null
  readonly idOf: (column: number) => string
  readonly onPoint: (column: number) => void
  readonly onPick: (emoji: Emoji, tone: number) => void
}

export const EmojiRow = memo(function EmojiRow({ emoji, tone, active, idOf, onPoint, onPick }: EmojiRowProps) {
  const t = useT()
  const [menu, setMenu] = useState<{ readonly emoji: Emoji; readonly at: Point } | null>(null)
  return (
    <div className={styles.row} role="presentation">
      {emoji.map((one, column) => (
        <button
          key={one.emoji}
          type="button"
          role="option"
          id={idOf(column)}
          tabIndex={-1}
          aria-label={one.name}
          aria-selected={active === column}
          className={classes(styles.emoji, active === column && styles.active)}
          // The search field keeps the keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onPointerEnter={() => onPoint(column)}
          onClick={() => onPick(one, tone)}
          onContextMenu={(event) => {
            event.preventDefault()
            if (one.skins.length > 0) setMenu({ emoji: one, at: pointOf(event) })
          }}
        >
          {toned(one, tone)}
        </button>
      ))}
      <MenuAt label={t('emoji.tone')} at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu &&
          [0, 1, 2, 3, 4, 5].map((index) => (
            <MenuItem
              key={index}
              label={t('emoji.tone-of', { tone: index })}
              icon={<span aria-hidden>{toned(menu.emoji, index)}</span>}
              onAction={() => onPick(menu.emoji, index)}
            />
          ))}
      </MenuAt>
    </div>
  )
})
