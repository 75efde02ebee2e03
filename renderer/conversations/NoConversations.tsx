/** The empty list: says how a first chat comes about. */
import { Link, MessageCirclePlus } from 'lucide-react'
import { useState } from 'react'
import type { Invite } from '../../shared/contract/contacts.ts'
import { detach } from '../../shared/errors.ts'
import { useCore } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { useNavigation } from '../app/navigation.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { TourDialog } from '../tour/index.ts'
import { Button, EmptyState, showToast } from '../ui/index.ts'
import styles from './NoConversations.module.css'

export function NoConversations() {
  const t = useT()
  const core = useCore()
  const copy = useCopy()
  const errorText = useErrorText()
  const openNewChat = useNavigation((navigation) => navigation.openNewChat)
  const [invite, setInvite] = useState<Invite | null>(null)
  const [busy, setBusy] = useState(false)
  const [touring, setTouring] = useState(false)

  const share = async (): Promise<void> => {
    setBusy(true)
    try {
      // The second press gives the same link again, not another one.
      const made = invite ?? (await core.contacts.createInvite())
      setInvite(made)
      copy(made.link)
      showToast({ text: t('conversations.invite-copied'), tone: 'success' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <EmptyState
      icon={<MessageCirclePlus size={48} strokeWidth={1.25} aria-hidden />}
      title={t('conversations.empty')}
      action={
        <div className={styles.actions}>
          <Button variant="primary" onPress={() => openNewChat()}>
            {t('conversations.empty-start')}
          </Button>
          <Button
            icon={<Link size={18} aria-hidden />}
            isPending={busy}
            onPress={() => detach(share(), (error) => showToast({ text: errorText(error), tone: 'danger' }))}
          >
            {t('conversations.invite')}
          </Button>
          <Button variant="quiet" onPress={() => setTouring(true)}>
            {t('tour.offer')}
          </Button>
          {touring && <TourDialog onClose={() => setTouring(false)} />}
        </div>
      }
    >
      {t('conversations.empty-words')}
    </EmptyState>
  )
}
