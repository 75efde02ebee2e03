/** All chats, newest first, with a way to find one and to begin a new one. */
import { SquarePen } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { useNavigation } from '../app/navigation.ts'
import { useConversations } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { SearchPane } from '../search/index.ts'
import { IconButton } from '../ui/index.ts'
import { ConversationItem } from './ConversationItem.tsx'
import styles from './ConversationList.module.css'
import { indexAfterKey } from './model/list.ts'
import { NoConversations } from './NoConversations.tsx'

export function ConversationList() {
  const t = useT()
  const conversations = useConversations()
  const { conversation: open, openConversation, openNewChat } = useNavigation()
  const list = useRef<HTMLUListElement>(null)

  const shown = conversations ?? []
  const tabStop = shown.find(({ id }) => id === open)?.id ?? shown[0]?.id

  const buttons = (): HTMLElement[] => [...(list.current?.querySelectorAll('button') ?? [])]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const all = buttons()
    const index = all.findIndex((button) => button.contains(document.activeElement))
    const next = indexAfterKey(event.key, index, all.length)
    if (next === null) return
    event.preventDefault()
    all[next]?.focus()
  }

  return (
    <section className={styles.pane} aria-label={t('conversations.title')}>
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
        <SearchPane onDown={() => buttons()[0]?.focus()}>
          <ul ref={list} className={styles.list} aria-label={t('conversations.title')} onKeyDown={onKeyDown}>
            {shown.map((conversation) => (
              <ConversationItem
                key={conversation.id}
                conversation={conversation}
                open={conversation.id === open}
                tabStop={conversation.id === tabStop}
                onOpen={openConversation}
              />
            ))}
          </ul>
        </SearchPane>
      )}
    </section>
  )
}
