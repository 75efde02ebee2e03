/** Pictures, videos and sounds that are on their way to becoming messages, and those that did not make it. */
import { CircleAlert, RotateCw, X } from 'lucide-react'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { ConversationId } from '../../../shared/ids.ts'
import { useErrorText, useT } from '../../i18n/index.ts'
import { IconButton, ProgressBar } from '../../ui/index.ts'
import { useMediaSession } from '../session.ts'
import styles from './SendingList.module.css'

export function SendingList({ conversationId }: { readonly conversationId: ConversationId }) {
  const t = useT()
  const errorText = useErrorText()
  const { outgoing } = useMediaSession()
  const all = useStore(outgoing.store, ({ sending }) => sending)
  const items = useMemo(() => all.filter((item) => item.conversationId === conversationId), [all, conversationId])
  if (items.length === 0) return null
  return (
    <ul className={styles.list} aria-label={t('media.sending')}>
      {items.map(({ key, name, share, error }) => (
        <li key={key} className={styles.item}>
          <div className={styles.words}>
            <span className={styles.name}>{name}</span>
            {error === null ? (
              <ProgressBar label={t('media.preparing', { name })} value={share} />
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
              label={t('media.retry', { name })}
              icon={<RotateCw size={16} aria-hidden />}
              onPress={() => void outgoing.retry(key)}
            />
          )}
          <IconButton
            size="small"
            label={t('media.drop', { name })}
            icon={<X size={16} aria-hidden />}
            onPress={() => outgoing.drop(key)}
          />
        </li>
      ))}
    </ul>
  )
}
