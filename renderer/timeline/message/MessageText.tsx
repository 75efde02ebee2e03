/** A message's text: formats, links that ask first, hidden parts, emoji alone in large. Never interprets markup. */
import { Fragment, memo, type ReactNode, useMemo } from 'react'
import type { TextRange } from '../../../shared/contract/conversations.ts'
import { classes } from '../../ui/index.ts'
import { type Block, blocksOf, type Group, type InlineStyle, type Piece } from '../model/pieces.ts'
import { emojiAlone } from '../model/text.ts'
import { Spoiler } from './Spoiler.tsx'
import styles from './text.module.css'

export interface MessageTextProps {
  readonly text: string
  readonly ranges: readonly TextRange[]
  readonly onLink: (url: string) => void
  /** Whether the tab key stops at links: in the message one is at, not in thousands of others. */
  readonly reached: boolean
}

const tags = { bold: 'strong', italic: 'em', strikethrough: 's', monospace: 'code' } as const

/** Within the elements of `formats`, the first one outside. */
function Dressed({ formats, children }: { readonly formats: readonly InlineStyle[]; readonly children: ReactNode }) {
  const [style, ...rest] = formats
  if (style === undefined) return children
  const Tag = tags[style]
  return (
    <Tag className={styles[style]}>
      <Dressed formats={rest}>{children}</Dressed>
    </Tag>
  )
}

export const MessageText = memo(function MessageText({ text, ranges, onLink, reached }: MessageTextProps) {
  const blocks = useMemo(() => blocksOf({ text, ranges: [...ranges] }), [text, ranges])
  const emoji = useMemo(() => (ranges.length > 0 ? 0 : emojiAlone(text)), [text, ranges])

  const piece = ({ start, text: words, styles: formats, url }: Piece) => (
    <Dressed key={start} formats={formats}>
      {url === null ? (
        words
      ) : (
        <a
          href={url}
          className={styles.link}
          rel="noreferrer"
          tabIndex={reached ? 0 : -1}
          onClick={(event) => {
            event.preventDefault()
            onLink(url)
          }}
          // A middle click would open it without asking.
          onAuxClick={(event) => event.preventDefault()}
        >
          {words}
        </a>
      )}
    </Dressed>
  )
  const group = ({ start, hidden, pieces }: Group) =>
    hidden ? (
      <Spoiler key={start} reached={reached}>
        {pieces.map(piece)}
      </Spoiler>
    ) : (
      <Fragment key={start}>{pieces.map(piece)}</Fragment>
    )
  const block = ({ kind, start, groups }: Block) => {
    const inside = groups.map(group)
    if (kind === 'code-block') {
      return (
        <pre key={start} className={styles.code}>
          <code>{inside}</code>
        </pre>
      )
    }
    if (kind === 'quote') {
      return (
        <blockquote key={start} className={styles.quote}>
          {inside}
        </blockquote>
      )
    }
    return <Fragment key={start}>{inside}</Fragment>
  }
  return (
    <span className={classes(styles.text, emoji > 0 && styles[emoji === 1 ? 'emojiOne' : 'emojiFew'])} dir="auto">
      {blocks.map(block)}
    </span>
  )
})
