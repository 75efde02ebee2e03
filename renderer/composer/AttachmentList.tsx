/** Files that are on their way to becoming transfers, and those that did not make it. */
import { CircleAlert, RotateCw, X } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ConversationId } from '../../shared/ids.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { IconButton, ProgressBar } from '../ui/index.ts'
import styles from './AttachmentList.module.css'
import { useComposerSession } from './session.ts'

export function AttachmentList({ conversationId }: { readonly conversationId: ConversationId }) {
  const t = useT()
  const errorText = useErrorText()
  const { attachments } = useComposerSession()
  const all = useStore(attachments.store, (state) => state.attachments)
  const own = useMemo(
    () => all.filter((attachment) => attachment.conversationId === conversationId),
    [all, conversationId],
  )
  if (own.length === 0) return null
  return (
    <ul className={styles.list} aria-label={t('composer.attachments')}>
      {own.map(({ key, name, share, error }) => (
        <li key={key} className={styles.item}>
          <div className={styles.words}>
            <span className={styles.name}>{name}</span>
            {error === null ? (
              <ProgressBar label={t('composer.preparing', { name })} value={share} />
            ) : (
              <span className={styles.error} role="alert">
                <CircleAlert size={14} aria-hidden />
                {errorText(error)}
              </span>
            )}
          </div>
          {error !== null && (
            <IconButton
              size="small"
              label={t('composer.retry-file', { name })}
              icon={<RotateCw size={16} aria-hidden />}
              onPress={() => void attachments.retry(key)}
            />
          )}
          <IconButton
            size="small"
            label={t('composer.remove-file', { name })}
            icon={<X size={16} aria-hidden />}
            onPress={() => attachments.remove(key)}
          />
        </li>
      ))}
    </ul>
  )
}
