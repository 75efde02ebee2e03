/** The way of one message: when it was sent, arrived and was read, how it is protected, when it goes. */
import { useCallback } from 'react'
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import { useCore } from '../../app/client.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Dialog, Spinner } from '../../ui/index.ts'
import styles from './remarks.module.css'
import { useAnswer } from './use-answer.ts'

export interface DetailsDialogProps {
  readonly message: Message
  readonly conversation: Conversation
  readonly onClose: () => void
}

export function DetailsDialog({ message, conversation, onClose }: DetailsDialogProps) {
  const t = useT()
  const formats = useFormats()
  const core = useCore()
  const { name, notes } = conversation
  const { id: messageId, own, delivery, error } = message
  const details = useAnswer(useCallback(() => core.conversations.details({ messageId }), [core, messageId]))
  const moment = (at: number | null) => (at === null ? t('message.details.unknown') : formats.dateTime(at))
  const rows: (readonly [label: string, value: string])[] =
    details === null
      ? []
      : [
          ...(own && delivery ? [[t('message.details.state'), t(`timeline.state.${delivery}`)] as const] : []),
          [t('message.details.sent'), moment(details.sentAt)],
          // What is said to oneself has no way to go.
          ...(notes
            ? []
            : own
              ? [
                  [t('message.details.delivered'), moment(details.deliveredAt)] as const,
                  [t('message.details.read'), moment(details.readAt)] as const,
                ]
              : [[t('message.details.received'), moment(details.receivedAt)] as const]),
          ...(details.editedAt === null ? [] : [[t('message.details.edited'), moment(details.editedAt)] as const]),
          ...(message.expiresAfter === null
            ? []
            : [
                [
                  t('message.details.expires'),
                  details.expiresAt === null
                    ? t('message.details.expires-after', { time: formats.span(message.expiresAfter) })
                    : moment(details.expiresAt),
                ] as const,
              ]),
          [
            t('message.details.encryption'),
            notes ? t('message.details.encryption-notes') : t('message.details.encryption-words', { name }),
          ],
        ]
  return (
    <Dialog title={t('message.details.title')} isOpen onClose={onClose}>
      {details === null ? (
        <Spinner />
      ) : (
        <dl className={styles.details}>
          {rows.map(([label, value]) => (
            <div key={label} className={styles.detail}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {own && error === null && delivery === 'delivered' && (
        <p className={styles.note}>{t('message.details.read-off')}</p>
      )}
    </Dialog>
  )
}
