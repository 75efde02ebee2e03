/** What is known about the other person: address, verification, safety number; and the way to delete the chat. */
import { BadgeCheck, ShieldQuestionMark, Trash2, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { askToDelete } from '../conversations/index.ts'
import { useT } from '../i18n/index.ts'
import { BlockButton } from '../trust/index.ts'
import { Avatar, Button, CopyButton, IconButton } from '../ui/index.ts'
import styles from './DetailsPane.module.css'
import { SafetyNumber } from './SafetyNumber.tsx'

export interface DetailsPaneProps {
  readonly conversation: Conversation
  readonly verified: boolean
  readonly onCopy: (text: string) => void
  readonly onClose: () => void
}

export function DetailsPane({ conversation, verified, onCopy, onClose }: DetailsPaneProps) {
  const t = useT()
  const { contact, name, address } = conversation
  // Back to where the pane was opened from; read while rendering, before the pane takes the focus.
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    },
    [opener],
  )
  return (
    <aside
      className={styles.pane}
      aria-label={t('timeline.details')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.title}>{t('timeline.details')}</h2>
        <IconButton
          label={t('timeline.details-close')}
          icon={<X size={20} aria-hidden />}
          onPress={onClose}
          autoFocus
          // An open tooltip would take the first Escape for itself.
          tooltip="none"
        />
      </header>
      <div className={styles.person}>
        <Avatar id={contact} name={name} size={96} />
        <h3 className={styles.name}>{name}</h3>
        <div className={styles.address}>
          <span>{address}</span>
          <CopyButton iconOnly label={t('timeline.copy-address')} onCopy={() => onCopy(address)} />
        </div>
      </div>
      <section className={styles.section}>
        <p className={verified ? styles.verified : styles.unverified}>
          {verified ? <BadgeCheck size={18} aria-hidden /> : <ShieldQuestionMark size={18} aria-hidden />}
          <span>{t(verified ? 'timeline.verified-words' : 'timeline.unverified-words', { name })}</span>
        </p>
        <SafetyNumber contact={contact} name={name} onCopy={onCopy} />
      </section>
      <section className={styles.section}>
        <BlockButton contact={contact} name={name} isStranger={conversation.state === 'request'} />
        <Button
          variant="quiet"
          className={styles.delete}
          icon={<Trash2 size={18} aria-hidden />}
          onPress={() => askToDelete(conversation.id)}
        >
          {t('timeline.delete-chat')}
        </Button>
      </section>
    </aside>
  )
}
