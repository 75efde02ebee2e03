/** The frame of what was sent in a chat: by month, more when its end comes into sight, words where there is nothing. */
import { type ReactNode, useEffect, useRef } from 'react'
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { classes, EmptyState, Spinner } from '../../ui/index.ts'
import styles from './shared.module.css'
import { useShared } from './use-shared.ts'

/** What each of the lists works with. */
export interface SharedProps {
  readonly conversation: Conversation
  /** Another value whenever something in the chat has changed. */
  readonly changes: unknown
  /** Shows it in the chat. */
  readonly onJump: (message: Message) => void
}

export interface SharedListProps extends Pick<SharedProps, 'conversation' | 'changes'> {
  readonly kind: 'media' | 'files' | 'links'
  readonly icon: ReactNode
  readonly className?: string | undefined
  readonly children: (message: Message) => ReactNode
}

const emptyWords = {
  media: 'people.shared.no-media',
  files: 'people.shared.no-files',
  links: 'people.shared.no-links',
} as const

export function SharedList({ conversation, changes, kind, icon, className, children }: SharedListProps) {
  const t = useT()
  const formats = useFormats()
  const { messages, more, loadMore } = useShared(conversation.id, kind, changes)
  if (messages === undefined) {
    return (
      <div className={styles.loading} role="status" aria-label={t('ui.loading')}>
        <Spinner />
      </div>
    )
  }
  if (messages.length === 0) {
    return (
      <EmptyState icon={icon} title={t(emptyWords[kind])}>
        {t(conversation.notes ? 'people.shared.none-notes' : 'people.shared.none-words')}
      </EmptyState>
    )
  }
  return (
    <div className={styles.shared}>
      {monthsOf(messages, formats.month).map(({ month, messages: those }) => (
        <section key={month} aria-label={month}>
          <h3 className={styles.month}>{month}</h3>
          <ul className={classes(styles.list, className)}>
            {those.map((message) => (
              <li key={message.id}>{children(message)}</li>
            ))}
          </ul>
        </section>
      ))}
      {more && <Sentinel onSeen={loadMore} />}
    </div>
  )
}

function monthsOf(messages: readonly Message[], nameOf: (at: number) => string) {
  const months: { readonly month: string; readonly messages: Message[] }[] = []
  for (const message of messages) {
    const month = nameOf(message.sentAt)
    // The order is the sender's: a clock that was set back must not make a month twice.
    const known = months.find((other) => other.month === month)
    if (known) known.messages.push(message)
    else months.push({ month, messages: [message] })
  }
  return months
}

function Sentinel({ onSeen }: { readonly onSeen: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) onSeen()
    })
    if (place.current) observer.observe(place.current)
    return () => observer.disconnect()
  }, [onSeen])
  return (
    <div ref={place} className={styles.loading}>
      <Spinner />
    </div>
  )
}
