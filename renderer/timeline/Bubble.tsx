/** The frame around what someone sent: side, shape within its group, time and state. */
import type { ReactNode } from 'react'
import type { Message } from '../../shared/contract/conversations.ts'
import { useFormats, useT } from '../i18n/index.ts'
import { classes } from '../ui/index.ts'
import { DeliveryMark } from './DeliveryMark.tsx'
import styles from './message.module.css'

export interface BubbleProps {
  readonly message: Message
  readonly first: boolean
  readonly last: boolean
  readonly children: ReactNode
  /** Without a background: large emoji. */
  readonly bare?: boolean
  /** Time and state below the content instead of behind its last line. */
  readonly block?: boolean
}

export function Bubble({ message, first, last, children, bare = false, block = false }: BubbleProps) {
  const t = useT()
  const formats = useFormats()
  const { own, delivery } = message
  const showsMeta = last || delivery === 'failed'
  return (
    <div
      className={classes(
        styles.bubble,
        own ? styles.own : styles.other,
        first && styles.first,
        last && styles.last,
        bare && styles.bare,
        block && styles.block,
      )}
    >
      {children}
      {showsMeta && (
        <span className={styles.meta}>
          <time dateTime={new Date(message.sentAt).toISOString()} title={formats.dateTime(message.sentAt)}>
            {formats.time(message.sentAt)}
          </time>
          {delivery && <DeliveryMark state={delivery} words={t(`timeline.state.${delivery}`)} />}
        </span>
      )}
    </div>
  )
}
