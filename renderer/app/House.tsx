/** The frame around the rooms: rail, list, open chat; one pane at a time where there is no room for two. */
import { MessageCircle } from 'lucide-react'
import { useEffect } from 'react'
import type { Account } from '../../shared/contract/index.ts'
import { CallsView } from '../calls/index.ts'
import { ChatDialogs, ConversationList, NewChatDialog } from '../conversations/index.ts'
import { useT } from '../i18n/index.ts'
import { PeopleDialogs } from '../people/index.ts'
import { SettingsView } from '../settings/index.ts'
import { ChatView } from '../timeline/index.ts'
import { TransfersView } from '../transfers/index.ts'
import { TrustDialogs } from '../trust/index.ts'
import { EmptyState } from '../ui/index.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import styles from './House.module.css'
import { useKeptView } from './keptView.ts'
import { useActivity, useLock } from './lock.ts'
import { MessageSound } from './MessageSound.tsx'
import { useNavigation } from './navigation.ts'
import { Rail } from './Rail.tsx'
import { SafeModeBanner } from './SafeModeBanner.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { useShellInfo } from './shellInfo.ts'
import { useShortcuts } from './shortcuts.ts'
import { useConversations, useConversationsNow, useUnread } from './streams.ts'
import { UpdateBanner } from './UpdateBanner.tsx'

export function House({ account }: { readonly account: Account }) {
  const t = useT()
  const { section, conversation, besideCall } = useNavigation()
  const info = useShellInfo()
  useShortcuts(info.platform, useConversationsNow(), useLock())
  useActivity()
  useKeptView()

  return (
    <div
      className={styles.house}
      data-chat-open={section === 'chats' && conversation !== null}
      data-beside-call={besideCall !== null}
    >
      <WindowTitle />
      {info.shell === 'browser' && <MessageSound />}
      <Rail />
      <main className={styles.rooms}>
        {/* The list's heading is out of sight while one pane has the window. */}
        <h1 className={styles.heading}>{t('ui.app')}</h1>
        <SafeModeBanner />
        <ConnectionBanner />
        <UpdateBanner />
        {section === 'chats' && (
          <div className={styles.panes}>
            <div className={styles.list}>
              <ConversationList />
            </div>
            <div className={styles.chat}>{conversation ? <ChatView conversationId={conversation} /> : <NoChat />}</div>
          </div>
        )}
        {section === 'calls' && (
          <div className={styles.page}>
            <CallsView />
          </div>
        )}
        {section === 'transfers' && (
          <div className={styles.page}>
            <TransfersView />
          </div>
        )}
        {section === 'settings' && (
          <div className={styles.page}>
            <SettingsView account={account} />
          </div>
        )}
      </main>
      <NewChatDialog />
      <ShortcutsDialog />
      <ChatDialogs />
      <PeopleDialogs />
      <TrustDialogs />
    </div>
  )
}

function NoChat() {
  const t = useT()
  const empty = useConversations((list) => list?.length === 0)
  // The list says already that there are no chats, and how to begin one.
  if (empty) return null
  return (
    <EmptyState icon={<MessageCircle size={48} strokeWidth={1.25} />} title={t('frame.no-chat')}>
      {t('frame.no-chat-hint')}
    </EmptyState>
  )
}

/** Tells what waits also where only the tab or the task bar is seen. */
function WindowTitle() {
  const unread = useUnread()
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) MegaChat` : 'MegaChat'
  }, [unread])
  return null
}
