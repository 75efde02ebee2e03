/** All chats, newest first, with a way to find one and to begin a new one. */
import { Search, SquarePen } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useNavigation } from '../app/navigation.ts'
import { useConversations } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { IconButton, TextField } from '../ui/index.ts'
import { ConversationItem } from './ConversationItem.tsx'
import styles from './ConversationList.module.css'
import { indexAfterKey, matching } from './model/list.ts'
import { NoConversations } from './NoConversations.tsx'

/** Fewer chats than this are found by looking. */
const filterFrom = 6

export function ConversationList() {
  const t = useT()
  const conversations = useConversations()
  const { conversation: open, openConversation, openNewChat } = useNavigation()
  const [query, setQuery] = useState('')
  const list = useRef<HTMLUListElement>(null)

  const filters = (conversations?.length ?? 0) >= filterFrom
  const shown = conversations ? matching(conversations, filters ? query : '') : []
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
      {filters && (
        <div className={styles.filter}>
          <Search size={16} aria-hidden className={styles.filterIcon} />
          <TextField
            label={t('conversations.filter')}
            labelHidden
            type="search"
            placeholder={t('conversations.filter')}
            value={query}
            onChange={setQuery}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') buttons()[0]?.focus()
              else if (event.key === 'Escape' && query !== '') setQuery('')
              else event.continuePropagation()
            }}
          />
        </div>
      )}
      {conversations?.length === 0 ? (
        <NoConversations />
      ) : (
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
      )}
      {filters && shown.length === 0 && (
        <p className={styles.none} role="status">
          {t('conversations.none', { query })}
        </p>
      )}
    </section>
  )
}
