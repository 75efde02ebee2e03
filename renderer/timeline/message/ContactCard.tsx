/** A person whom somebody has handed on, and the way to write to them. */
import { MessageCircle } from 'lucide-react'
import { useState } from 'react'
import type { ContactCard as Card, Message } from '../../../shared/contract/conversations.ts'
import { useCore } from '../../app/client.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useReport } from '../../app/report.ts'
import { useProfile } from '../../app/streams.ts'
import { useT } from '../../i18n/index.ts'
import { PersonAvatar } from '../../people/index.ts'
import { Button } from '../../ui/index.ts'
import styles from './message.module.css'

export interface ContactCardProps {
  readonly message: Message
  readonly card: Card
  /** Whether the tab key stops here. */
  readonly reached: boolean
}

export function ContactCard({ message, card, reached }: ContactCardProps) {
  const t = useT()
  const core = useCore()
  const report = useReport()
  const profile = useProfile()
  const openConversation = useNavigation((navigation) => navigation.openConversation)
  const [busy, setBusy] = useState(false)
  const self = profile?.state === 'open' && profile.account.id === card.account
  const start = async () => {
    setBusy(true)
    try {
      const { conversationId } = await core.contacts.startCard({ messageId: message.id })
      openConversation(conversationId)
    } catch (error) {
      report(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.card}>
      <div className={styles.cardPerson}>
        <PersonAvatar id={card.account} name={card.name} size={48} />
        <span className={styles.cardWords}>
          <span className={styles.cardName}>{card.name}</span>
          <span className={styles.cardAddress}>{card.address}</span>
        </span>
      </div>
      {self ? (
        <span className={styles.cardNote}>{t('people.card.yourself')}</span>
      ) : (
        <Button
          size="small"
          icon={<MessageCircle size={16} aria-hidden />}
          aria-label={t('people.card.message-name', { name: card.name })}
          excludeFromTabOrder={!reached}
          isPending={busy}
          onPress={() => void start()}
        >
          {t('people.card.message')}
        </Button>
      )}
    </div>
  )
}
