/** One open conversation: header, messages, what to write with, details on demand. Fills the pane it is put into. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Conversation, Message } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import type { ConversationId } from '../../shared/ids.ts'
import { useClients } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { useNavigation } from '../app/navigation.ts'
import { useReport } from '../app/report.ts'
import { useContacts, useConversations } from '../app/streams.ts'
import { Composer, DropArea, useAttach, useComposerSession, withPending } from '../composer/index.ts'
import { useT } from '../i18n/index.ts'
import { type MediaMessage, Viewer } from '../media/index.ts'
import { FindBar, useSearch } from '../search/index.ts'
import { askToBlock, BlockedBar, IdentityBar } from '../trust/index.ts'
import { type Point, Spinner } from '../ui/index.ts'
import { Announcer } from './Announcer.tsx'
import { ChatHeader } from './ChatHeader.tsx'
import styles from './ChatView.module.css'
import { DetailsPane } from './details/DetailsPane.tsx'
import { LinkDialog } from './LinkDialog.tsx'
import { MessageList } from './MessageList.tsx'
import { MessageMenuAt, type OpenedMenu } from './MessageMenuAt.tsx'
import { abilitiesOf } from './model/abilities.ts'
import { newestMessages } from './model/history.ts'
import { rowsOf } from './model/rows.ts'
import { RequestBar } from './RequestBar.tsx'
import { type Asked, MessageDialogs } from './remarks/MessageDialogs.tsx'
import { SelectionBar } from './selection/SelectionBar.tsx'
import { useSelection } from './selection/use-selection.ts'
import { useHistory } from './use-history.ts'
import { useJump } from './use-jump.ts'
import { useMessageActions } from './use-message-actions.ts'
import { useReading } from './use-reading.ts'

export interface ChatViewProps {
  readonly conversationId: ConversationId
}

export function ChatView({ conversationId }: ChatViewProps) {
  const conversation = useConversations((list) => list?.find(({ id }) => id === conversationId))
  if (!conversation) return <div className={styles.empty} />
  // A new view for each conversation: scroll position, focus and dialogs belong to one.
  return <OpenChat key={conversationId} conversation={conversation} />
}

function OpenChat({ conversation }: { readonly conversation: Conversation }) {
  const t = useT()
  const { core, shell } = useClients()
  const session = useComposerSession()
  const closeConversation = useNavigation((navigation) => navigation.closeConversation)
  const contacts = useContacts()
  const { id, contact, name } = conversation
  const known = contacts?.find((other) => other.id === contact)
  const verified = known?.verified ?? false
  const blocked = known?.blocked ?? false

  const history = useHistory(id, conversation.unread)
  const pending = useStore(session.outgoing.store, (state) => state.pending)
  const messages = useMemo(
    () =>
      // A window into the past does not reach to where they belong.
      history.live === null
        ? withPending(
            history.messages,
            pending.filter((message) => message.conversationId === id),
          )
        : history.messages,
    [history.messages, history.live, pending, id],
  )
  const newest = newestMessages(history)
  useEffect(() => session.outgoing.forget(newest), [session, newest])

  const { unreadFrom, onSeen, forgetUnread } = useReading(conversation, history)
  const rows = useMemo(
    () => (history.loaded ? rowsOf(messages, unreadFrom, !history.more) : []),
    [messages, unreadFrom, history.loaded, history.more],
  )
  const { jumpTo, toLive } = history
  const arrival = useJump(id, jumpTo)
  const finding = useSearch((search) => search.find === id)
  const { searchIn, endFind } = useSearch.getState()
  const [findQuery, setFindQuery] = useState('')

  const [link, setLink] = useState<string | null>(null)
  const [detailsOpen, setDetailsOpen] = useState(false)
  const [accepting, setAccepting] = useState(false)
  const [sentCount, setSentCount] = useState(0)
  const [viewed, setViewed] = useState<MediaMessage | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [menu, setMenu] = useState<OpenedMenu | null>(null)
  const selecting = useSelection(messages)
  const openMenu = useCallback((message: Message, at: Point) => setMenu({ message, at }), [])

  const report = useReport()
  const openLink = useCallback((url: string) => detach(shell.openExternal({ url }), report), [shell, report])
  const copy = useCopy()
  const actions = useMessageActions(conversation, {
    ...{ askLink: setLink, openMedia: setViewed, ask: setAsked },
    ...{ openMenu, jumpTo, select: selecting.begin, toggle: selecting.toggle },
  })
  const editLast = () => {
    const last = newest.findLast((message) => message.own && abilitiesOf(message, conversation).edit)
    if (last) actions.edit(last)
  }
  const onSent = useCallback(() => {
    forgetUnread()
    toLive()
    setSentCount((count) => count + 1)
  }, [forgetUnread, toLive])
  const attach = useAttach(id, onSent)
  const remove = () => {
    closeConversation()
    detach(core.conversations.remove({ conversationId: id }), report)
  }
  const accept = () => {
    setAccepting(true)
    detach(
      core.conversations.acceptRequest({ conversationId: id }).finally(() => setAccepting(false)),
      report,
    )
  }

  return (
    <section className={styles.chat} aria-label={t('timeline.chat-with', { name })}>
      <DropArea
        className={styles.main}
        name={name}
        disabled={conversation.state === 'request' || blocked}
        onFiles={attach}
      >
        <ChatHeader
          conversation={conversation}
          verified={verified}
          blocked={blocked}
          detailsOpen={detailsOpen}
          onCall={actions.call}
          onSearch={() => searchIn(id)}
          onDetails={() => setDetailsOpen(!detailsOpen)}
          onBack={closeConversation}
        />
        {finding && (
          <FindBar
            conversationId={id}
            name={name}
            query={findQuery}
            onQuery={setFindQuery}
            onJump={(message) => detach(jumpTo(message, false), report)}
            onClose={endFind}
          />
        )}
        {history.loaded && !arrival.arriving ? (
          <MessageList
            key={history.place}
            conversation={conversation}
            rows={rows}
            history={history}
            marks={finding ? findQuery : arrival.query}
            onSeen={onSeen}
            unread={conversation.unread}
            selection={selecting.selection}
            actions={actions}
            sentCount={sentCount}
          />
        ) : (
          <div className={styles.loading} role="status" aria-label={t('ui.loading')}>
            <Spinner />
          </div>
        )}
        <Announcer messages={newest} name={name} />
        {selecting.selection ? (
          <SelectionBar
            conversation={conversation}
            selecting={selecting}
            onAsk={(question, chosen) => setAsked({ question, messages: chosen })}
          />
        ) : conversation.state === 'request' ? (
          <RequestBar
            name={name}
            busy={accepting}
            onAccept={accept}
            onDelete={remove}
            onBlock={() => askToBlock(contact, name, true)}
          />
        ) : blocked ? (
          <BlockedBar contact={contact} name={name} />
        ) : (
          <>
            <IdentityBar contact={contact} name={name} />
            <Composer conversation={conversation} onSent={onSent} onEditLast={editLast} />
          </>
        )}
      </DropArea>
      {detailsOpen && (
        <DetailsPane
          conversation={conversation}
          verified={verified}
          changes={history.messages}
          onCopy={copy}
          onOpenMedia={setViewed}
          onLink={actions.openLink}
          onJump={(message) => actions.jump(message)}
          onClose={() => setDetailsOpen(false)}
        />
      )}
      <Viewer message={viewed} name={name} onClose={() => setViewed(null)} />
      <MessageMenuAt opened={menu} conversation={conversation} actions={actions} onClose={() => setMenu(null)} />
      <MessageDialogs
        asked={asked}
        conversation={conversation}
        onLink={actions.openLink}
        onDone={selecting.end}
        onClose={() => setAsked(null)}
      />
      <LinkDialog url={link} onOpen={openLink} onClose={() => setLink(null)} />
    </section>
  )
}
