/** The frame around what someone sent: side, shape within its group, time and state. */
import { Timer } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { classes } from '../../ui/index.ts'
import { DeliveryMark } from './DeliveryMark.tsx'
import styles from './message.module.css'

export interface BubbleProps {
  readonly message: Message
  readonly first: boolean
  readonly last: boolean
  readonly reached: boolean
  /** Shows what it said before it was changed. */
  readonly onVersions: () => void
  readonly children: ReactNode
  /** Without a background: large emoji. */
  readonly bare?: boolean
  /** Time and state below the content instead of behind its last line. */
  readonly block?: boolean
}

export function Bubble(props: BubbleProps) {
  const { message, first, last, reached, onVersions, children, bare = false, block = false } = props
  const t = useT()
  const formats = useFormats()
  const { own, delivery, editedAt, expiresAfter } = message
  const showsMeta = last || delivery === 'failed' || editedAt !== null
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
          {editedAt !== null && (
            <AriaButton
              className={styles.edited ?? ''}
              aria-label={t('message.edited.show')}
              excludeFromTabOrder={!reached}
              onPress={onVersions}
            >
              {t('message.edited')}
            </AriaButton>
          )}
          {expiresAfter !== null && (
            <span className={styles.timer} title={t('message.disappears', { time: formats.span(expiresAfter) })}>
              <Timer size={12} aria-hidden />
            </span>
          )}
          <time dateTime={new Date(message.sentAt).toISOString()} title={formats.dateTime(message.sentAt)}>
            {formats.time(message.sentAt)}
          </time>
          {delivery && <DeliveryMark state={delivery} words={t(`timeline.state.${delivery}`)} />}
        </span>
      )}
    </div>
  )
}
