/** What a message has said before, the newest first. */
import { useCallback } from 'react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useCore } from '../../app/client.ts'
import { useFormats, useT } from '../../i18n/index.ts'
import { Dialog, Spinner } from '../../ui/index.ts'
import { MessageText } from '../message/MessageText.tsx'
import styles from './remarks.module.css'
import { useAnswer } from './use-answer.ts'

export interface VersionsDialogProps {
  readonly message: Message
  readonly onLink: (url: string) => void
  readonly onClose: () => void
}

export function VersionsDialog({ message, onLink, onClose }: VersionsDialogProps) {
  const t = useT()
  const formats = useFormats()
  const core = useCore()
  const { id: messageId } = message
  const versions = useAnswer(useCallback(() => core.conversations.versions({ messageId }), [core, messageId]))
  return (
    <Dialog title={t('message.versions.title')} isOpen onClose={onClose}>
      {versions === null ? (
        <Spinner />
      ) : (
        <ol className={styles.versions}>
          {versions.toReversed().map(({ text, ranges, at }, index) => (
            <li key={at} className={styles.version}>
              <time className={styles.when} dateTime={new Date(at).toISOString()}>
                {index === 0 ? t('message.versions.now') : formats.dateTime(at)}
              </time>
              <MessageText text={text} ranges={ranges} onLink={onLink} reached />
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  )
}
