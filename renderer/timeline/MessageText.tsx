/** A message's text: links as buttons that ask first, emoji alone in large. Never interprets markup. */
import { memo, useMemo } from 'react'
import { classes } from '../ui/index.ts'
import styles from './message.module.css'
import { emojiAlone, segmentsOf } from './model/text.ts'

export interface MessageTextProps {
  readonly text: string
  readonly onLink: (url: string) => void
  /** Whether the tab key stops at links: in the message one is at, not in thousands of others. */
  readonly reached: boolean
}

export const MessageText = memo(function MessageText({ text, onLink, reached }: MessageTextProps) {
  const segments = useMemo(() => segmentsOf(text), [text])
  const emoji = useMemo(() => emojiAlone(text), [text])
  return (
    <span className={classes(styles.text, emoji > 0 && styles[emoji === 1 ? 'emojiOne' : 'emojiFew'])} dir="auto">
      {segments.map((segment, index) =>
        segment.kind === 'text' ? (
          segment.text
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: the segments of one text never move
            key={index}
            href={segment.url}
            className={styles.link}
            rel="noreferrer"
            tabIndex={reached ? 0 : -1}
            onClick={(event) => {
              event.preventDefault()
              onLink(segment.url)
            }}
            // A middle click would open it without asking.
            onAuxClick={(event) => event.preventDefault()}
          >
            {segment.text}
          </a>
        ),
      )}
    </span>
  )
})
