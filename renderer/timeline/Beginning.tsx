/** What stands before the first message: with whom one talks, and who cannot read along. */
import { LockKeyhole } from 'lucide-react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { useT } from '../i18n/index.ts'
import { ChatAvatar } from '../people/index.ts'
import styles from './entries.module.css'

export function Beginning({ conversation }: { readonly conversation: Conversation }) {
  const t = useT()
  const { name, address, notes } = conversation
  return (
    <div className={styles.beginning}>
      <ChatAvatar chat={conversation} size={96} />
      <h2 className={styles.beginningName}>{name}</h2>
      <p className={styles.beginningAddress}>{notes ? t('notes.words') : address}</p>
      <p className={styles.beginningNote}>
        <LockKeyhole size={16} aria-hidden />
        <span>{notes ? t('notes.beginning') : t('timeline.encrypted', { name })}</span>
      </p>
    </div>
  )
}
