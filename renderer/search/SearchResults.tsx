/** What a query finds: chats, contacts, messages. The field above it keeps the focus and moves through it. */
import { SearchX } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Collection, Header, type Key, ListBox, ListBoxLoadMoreItem, ListBoxSection } from 'react-aria-components'
import { mostCounted } from '../../shared/contract/search.ts'
import { detach } from '../../shared/errors.ts'
import { useCore } from '../app/client.ts'
import { useNavigation } from '../app/navigation.ts'
import { useContacts, useConversations } from '../app/streams.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { EmptyState, Spinner, showToast, VisuallyHidden } from '../ui/index.ts'
import { ChatItem, ContactItem, HitItem } from './items.tsx'
import { matching, withoutChat } from './model/people.ts'
import styles from './search.module.css'
import { useMessageSearch } from './use-message-search.ts'

/** Hits of one page. */
const pageSize = 30
/** Chats and contacts that are shown each: whoever looks for more types another letter. */
const mostPeople = 6
/** A screen reader hears the number of results once typing has paused, in milliseconds. */
const announceMs = 700

export function SearchResults({ query }: { readonly query: string }) {
  const t = useT()
  const formats = useFormats()
  const core = useCore()
  const errorText = useErrorText()
  const conversations = useConversations()
  const contacts = useContacts()
  const { openConversation, openMessage } = useNavigation()
  const { found, error, loadingMore, loadMore } = useMessageSearch({ query, pageSize })

  const all = useMemo(() => conversations ?? [], [conversations])
  const chats = useMemo(() => matching(all, query).slice(0, mostPeople), [all, query])
  const others = useMemo(
    () => matching(withoutChat(contacts ?? [], all), query).slice(0, mostPeople),
    [contacts, all, query],
  )
  const byId = useMemo(() => new Map(all.map((conversation) => [conversation.id, conversation])), [all])
  const hits = useMemo(() => found?.hits.filter(({ conversationId }) => byId.has(conversationId)) ?? [], [found, byId])
  const current = found?.query === query.trim()
  const nothing = current && hits.length === 0 && chats.length === 0 && others.length === 0 && found.next === null
  const prepared = found?.prepared ?? 1

  const words = current
    ? t('search.announce', { people: chats.length + others.length, messages: found.count, most: mostCounted })
    : ''
  const announced = useSettled(words, announceMs)

  const open = (key: Key) => {
    const [kind, id] = String(key).split(' ')
    const chat = chats.find((conversation) => conversation.id === id)
    const contact = others.find((other) => other.id === id)
    const hit = hits.find(({ messageId }) => messageId === id)
    if (kind === 'chat' && chat) openConversation(chat.id)
    else if (kind === 'contact' && contact) {
      detach(
        core.contacts
          .start({ usernameOrInvite: contact.address })
          .then(({ conversationId }) => openConversation(conversationId)),
        (reason) => showToast({ text: errorText(reason), tone: 'danger' }),
      )
    } else if (kind === 'message' && hit) openMessage(hit.conversationId, hit.messageId, found?.query)
  }

  return (
    <div className={styles.results}>
      <VisuallyHidden role="status">{announced}</VisuallyHidden>
      {error !== null && <p className={styles.note}>{errorText(error)}</p>}
      {nothing ? (
        <EmptyState icon={<SearchX size={40} strokeWidth={1.25} aria-hidden />} title={t('search.none')}>
          {t('search.none-words', { query: query.trim() })}
        </EmptyState>
      ) : (
        <ListBox className={styles.list ?? ''} aria-label={t('search.results')} selectionMode="none" onAction={open}>
          {chats.length > 0 && (
            <ListBoxSection id="chats">
              <Header className={styles.heading ?? ''}>{t('conversations.title')}</Header>
              <Collection items={chats}>{(chat) => <ChatItem id={`chat ${chat.id}`} chat={chat} />}</Collection>
            </ListBoxSection>
          )}
          {others.length > 0 && (
            <ListBoxSection id="contacts">
              <Header className={styles.heading ?? ''}>{t('search.contacts')}</Header>
              <Collection items={others}>
                {(contact) => <ContactItem id={`contact ${contact.id}`} contact={contact} />}
              </Collection>
            </ListBoxSection>
          )}
          {hits.length > 0 && (
            <ListBoxSection id="messages">
              <Header className={styles.heading ?? ''}>
                {t('search.messages')}
                <span className={styles.count}>
                  {t('search.count', { count: found?.count ?? 0, most: mostCounted })}
                </span>
              </Header>
              <Collection items={hits.map((hit) => ({ ...hit, id: hit.messageId }))}>
                {(hit) => (
                  <HitItem id={`message ${hit.messageId}`} hit={hit} conversation={byId.get(hit.conversationId)} />
                )}
              </Collection>
            </ListBoxSection>
          )}
          {found?.next != null && (
            <ListBoxLoadMoreItem className={styles.more ?? ''} onLoadMore={loadMore} isLoading={loadingMore}>
              <Spinner />
            </ListBoxLoadMoreItem>
          )}
        </ListBox>
      )}
      {prepared < 1 && <p className={styles.note}>{t('search.preparing', { share: formats.percent(prepared) })}</p>}
    </div>
  )
}

/** The value, once it has stayed the same for a while. */
function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return settled
}
