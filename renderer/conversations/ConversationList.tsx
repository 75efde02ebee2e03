/** All chats, newest first, with a way to find one and to begin a new one. */
import { SquarePen } from 'lucide-react'
import { useRef } from 'react'
import { useNavigation } from '../app/navigation.ts'
import { useConversations } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { SearchPane } from '../search/index.ts'
import { IconButton } from '../ui/index.ts'
import { ChatRows } from './ChatRows.tsx'
import styles from './ConversationList.module.css'
import { NoConversations } from './NoConversations.tsx'

export function ConversationList() {
  const t = useT()
  const conversations = useConversations()
  const { conversation: open, openConversation, openNewChat } = useNavigation()
  const pane = useRef<HTMLElement>(null)
  const focusRows = () => pane.current?.querySelector<HTMLElement>('[data-chat-rows] button[tabindex="0"]')?.focus()

  return (
    <section ref={pane} className={styles.pane} aria-label={t('conversations.title')}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('conversations.title')}</h1>
        <IconButton
          label={t('conversations.new')}
          icon={<SquarePen size={20} aria-hidden />}
          onPress={() => openNewChat()}
        />
      </header>
      {conversations?.length === 0 ? (
        <NoConversations />
      ) : (
        <SearchPane onDown={focusRows}>
          <ChatRows conversations={conversations ?? []} open={open} onOpen={openConversation} />
        </SearchPane>
      )}
    </section>
  )
}
