/** All chats in their order, with a way to find one, to begin a new one, and to those in the archive. */
import { SquarePen } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useNavigation } from '../app/navigation.ts'
import { useConversations } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { SearchPane } from '../search/index.ts'
import { IconButton } from '../ui/index.ts'
import { ArchiveHead, ArchiveRow } from './ArchiveRow.tsx'
import { ChatRows } from './ChatRows.tsx'
import styles from './ConversationList.module.css'
import { NoConversations } from './NoConversations.tsx'

export function ConversationList() {
  const t = useT()
  const conversations = useConversations()
  const { conversation: open, openConversation, openNewChat } = useNavigation()
  const [inArchive, setInArchive] = useState(false)
  const { kept, archived } = useMemo(() => {
    const all = conversations ?? []
    return { kept: all.filter((chat) => !chat.archived), archived: all.filter((chat) => chat.archived) }
  }, [conversations])
  // The last one that leaves the archive closes it.
  const archiveOpen = inArchive && archived.length > 0
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
          {archiveOpen ? (
            <ArchiveHead onBack={() => setInArchive(false)} />
          ) : (
            archived.length > 0 && <ArchiveRow archived={archived} onOpen={() => setInArchive(true)} />
          )}
          <ChatRows conversations={archiveOpen ? archived : kept} open={open} onOpen={openConversation} />
        </SearchPane>
      )}
    </section>
  )
}
