/** What is known about the other person: names, address, verification, safety number; and what can be done about them. */
import { BadgeCheck, ContactRound, Share2, ShieldQuestionMark, Trash2 } from 'lucide-react'
import type { Conversation } from '../../../shared/contract/conversations.ts'
import { askToDelete } from '../../conversations/index.ts'
import { useT } from '../../i18n/index.ts'
import { askForNickname, askToShare, ChatAvatar, usePresenceWords } from '../../people/index.ts'
import { BlockButton, useContact } from '../../trust/index.ts'
import { Button, CopyButton } from '../../ui/index.ts'
import styles from './DetailsPane.module.css'
import { SafetyNumber } from './SafetyNumber.tsx'

export interface OverviewProps {
  readonly conversation: Conversation
  readonly verified: boolean
  readonly onCopy: (text: string) => void
}

export function Overview({ conversation, verified, onCopy }: OverviewProps) {
  const t = useT()
  const { contact, name, address, notes } = conversation
  const known = useContact(contact)
  const presence = usePresenceWords(contact)
  return (
    <>
      <div className={styles.person}>
        <ChatAvatar chat={conversation} size={96} />
        <h3 className={styles.name}>{name}</h3>
        {known && known.nickname !== '' && (
          <p className={styles.fact}>{t('people.nickname.calls', { name: known.ownName })}</p>
        )}
        {known && known.about !== '' && (
          <p className={styles.about} dir="auto">
            {known.about}
          </p>
        )}
        {presence && <p className={presence.online ? styles.online : styles.fact}>{presence.words}</p>}
        {notes ? (
          <p className={styles.fact}>{t('notes.words')}</p>
        ) : (
          <div className={styles.address}>
            <span>{address}</span>
            <CopyButton iconOnly label={t('timeline.copy-address')} onCopy={() => onCopy(address)} />
          </div>
        )}
      </div>
      {!notes && (
        <section className={styles.section}>
          <p className={verified ? styles.verified : styles.unverified}>
            {verified ? <BadgeCheck size={18} aria-hidden /> : <ShieldQuestionMark size={18} aria-hidden />}
            <span>{t(verified ? 'timeline.verified-words' : 'timeline.unverified-words', { name })}</span>
          </p>
          <SafetyNumber contact={contact} name={name} onCopy={onCopy} />
        </section>
      )}
      <section className={styles.actions}>
        {known && (
          <>
            <Button
              variant="quiet"
              icon={<ContactRound size={18} aria-hidden />}
              onPress={() => askForNickname(contact)}
            >
              {t(known.nickname === '' ? 'people.nickname.set' : 'people.nickname.change')}
            </Button>
            <Button variant="quiet" icon={<Share2 size={18} aria-hidden />} onPress={() => askToShare(contact)}>
              {t('people.share')}
            </Button>
          </>
        )}
        {!notes && <BlockButton contact={contact} name={name} isStranger={conversation.state === 'request'} />}
        <Button
          variant="quiet"
          className={styles.delete}
          icon={<Trash2 size={18} aria-hidden />}
          onPress={() => askToDelete(conversation.id)}
        >
          {t('timeline.delete-chat')}
        </Button>
      </section>
    </>
  )
}
