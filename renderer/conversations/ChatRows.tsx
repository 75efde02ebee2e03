/** The rows of the chat list: only those in sight are there, however many chats there are. */
import { createContext, type FocusEvent, type KeyboardEvent, useContext, useRef, useState } from 'react'
import {
  type CustomContainerComponentProps,
  type CustomItemComponentProps,
  Virtualizer,
  type VirtualizerHandle,
} from 'virtua'
import type { Conversation } from '../../shared/contract/conversations.ts'
import type { ConversationId } from '../../shared/ids.ts'
import { useTyping } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { MenuAt, type Point, pointOf } from '../ui/index.ts'
import { ConversationItem } from './ConversationItem.tsx'
import styles from './ConversationList.module.css'
import { ChatMenu } from './menu/ChatMenu.tsx'
import { useChatActions } from './menu/use-chat-actions.ts'
import { indexAfterKey } from './model/list.ts'

export interface ChatRowsProps {
  readonly conversations: readonly Conversation[]
  readonly open: ConversationId | null
  readonly onOpen: (id: ConversationId) => void
}

/** A row far away is mounted a few frames after the scroll. */
const framesToMount = 20

interface WholeList {
  readonly size: number
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onFocus: (event: FocusEvent) => void
}

/** What the list's own elements need to know, which are made by the virtualizer. */
const Whole = createContext<WholeList>({ size: 0, onKeyDown: () => {}, onFocus: () => {} })

function List({ ref, ...props }: CustomContainerComponentProps) {
  const t = useT()
  const { onKeyDown, onFocus } = useContext(Whole)
  return <ul {...props} ref={ref} aria-label={t('conversations.title')} onKeyDown={onKeyDown} onFocus={onFocus} />
}

function Item({ ref, index, ...props }: CustomItemComponentProps) {
  const { size } = useContext(Whole)
  return <li {...props} ref={ref} aria-setsize={size} aria-posinset={index + 1} />
}

export function ChatRows({ conversations, open, onOpen }: ChatRowsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const [active, setActive] = useState<ConversationId | null>(null)
  const t = useT()
  const actions = useChatActions()
  const typing = useTyping()
  const [menu, setMenu] = useState<{ readonly chat: Conversation; readonly at: Point } | null>(null)
  const indexOf = (id: ConversationId | null) => conversations.findIndex((conversation) => conversation.id === id)
  const stop = [active, open].map(indexOf).find((index) => index >= 0) ?? 0

  const focusRow = (id: ConversationId, frames: number): void => {
    requestAnimationFrame(() => {
      const button = scroller.current?.querySelector<HTMLElement>(`[data-conversation="${id}"] button`)
      button?.focus({ preventScroll: true })
      // Until it is measured a row is hidden, and what is hidden takes no focus.
      if (document.activeElement !== button && frames > 0) focusRow(id, frames - 1)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = indexAfterKey(event.key, stop, conversations.length)
    const target = next === null ? undefined : conversations[next]
    if (next === null || target === undefined) return
    event.preventDefault()
    setActive(target.id)
    list.current?.scrollToIndex(next, { align: 'nearest' })
    focusRow(target.id, framesToMount)
  }

  const onFocus = ({ target }: FocusEvent) => {
    const id = target.closest<HTMLElement>('[data-conversation]')?.dataset.conversation
    setActive(conversations.find((conversation) => conversation.id === id)?.id ?? null)
  }

  return (
    <div ref={scroller} className={styles.list} data-chat-rows>
      <Whole value={{ size: conversations.length, onKeyDown, onFocus }}>
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={conversations}
          as={List}
          item={Item}
          itemSize={68}
          bufferSize={400}
          keepMounted={conversations.length > 0 ? [stop] : []}
        >
          {(conversation, index) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the focus and the role
            <div
              key={conversation.id}
              data-conversation={conversation.id}
              onContextMenu={(event) => {
                event.preventDefault()
                setMenu({ chat: conversation, at: pointOf(event) })
              }}
            >
              <ConversationItem
                conversation={conversation}
                open={conversation.id === open}
                tabStop={index === stop}
                typing={typing.has(conversation.id)}
                actions={actions}
                onOpen={onOpen}
              />
            </div>
          )}
        </Virtualizer>
      </Whole>
      <MenuAt label={t('chat.menu')} at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <ChatMenu chat={menu.chat} actions={actions} />}
      </MenuAt>
    </div>
  )
}
