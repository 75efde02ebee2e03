/** A few emoji in a row, each a press away. */
import type { ReactNode } from 'react'
import { Button, Toolbar } from 'react-aria-components'
import { classes } from '../ui/index.ts'
import styles from './QuickEmoji.module.css'

export interface QuickEmojiProps {
  readonly label: string
  readonly emoji: readonly string[]
  /** The one that is chosen already. */
  readonly chosen?: string | null
  /** What assistive technology says of one. */
  readonly wordsOf: (emoji: string) => string
  readonly onPick: (emoji: string) => void
  /** What stands behind them. */
  readonly children?: ReactNode
}

export function QuickEmoji({ label, emoji, chosen = null, wordsOf, onPick, children }: QuickEmojiProps) {
  return (
    <Toolbar className={styles.row ?? ''} aria-label={label}>
      {emoji.map((one, index) => (
        <Button
          key={one}
          autoFocus={index === 0}
          className={classes(styles.emoji, chosen === one && styles.chosen)}
          aria-label={wordsOf(one)}
          onPress={() => onPick(one)}
        >
          {one}
        </Button>
      ))}
      {children}
    </Toolbar>
  )
}
