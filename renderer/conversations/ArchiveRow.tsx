/** The way to the archived chats, and back from there. */
import { Archive, ChevronLeft } from 'lucide-react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { unreadIn } from '../../shared/conversation-list.ts'
import { useT } from '../i18n/index.ts'
import { IconButton, VisuallyHidden } from '../ui/index.ts'
import styles from './ArchiveRow.module.css'

export interface ArchiveRowProps {
  readonly archived: readonly Conversation[]
  readonly onOpen: () => void
}

export function ArchiveRow({ archived, onOpen }: ArchiveRowProps) {
  const t = useT()
  const unread = unreadIn(archived, Date.now())
  return (
    <button type="button" className={styles.row} onClick={onOpen}>
      <Archive size={18} aria-hidden />
      <span className={styles.words}>{t('chat.archive-title')}</span>
      <span className={unread > 0 ? styles.unread : styles.count}>
        <span aria-hidden>{unread > 0 ? unread : archived.length}</span>
        <VisuallyHidden>
          {unread > 0
            ? t('conversations.unread', { count: unread })
            : t('chat.archive-count', { count: archived.length })}
        </VisuallyHidden>
      </span>
    </button>
  )
}

export function ArchiveHead({ onBack }: { readonly onBack: () => void }) {
  const t = useT()
  return (
    <div className={styles.head}>
      <IconButton
        label={t('chat.archive-back')}
        icon={<ChevronLeft size={20} aria-hidden />}
        size="small"
        onPress={onBack}
        autoFocus
      />
      <h2 className={styles.title}>{t('chat.archive-title')}</h2>
    </div>
  )
}
