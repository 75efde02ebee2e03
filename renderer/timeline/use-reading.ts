/** What was unread when the conversation was opened, and what has been seen since. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import { isAttended } from '../app/attention.ts'
import { useCore } from '../app/client.ts'
import { type History, knowsEnd, newestMessages } from './model/history.ts'
import { firstUnread } from './model/rows.ts'

export interface Reading {
  /** Position that the unread line stands before; it stays for as long as the conversation is open. */
  readonly unreadFrom: number | null
  /** Tells the core how far the user has read; `position` may repeat or go back. */
  readonly onSeen: (position: number) => void
  /** Whoever answers has read: the line goes. */
  readonly forgetUnread: () => void
}

export function useReading(conversation: Conversation, history: History): Reading {
  const core = useCore()
  const { id } = conversation
  const [unreadFrom, setUnreadFrom] = useState<number | null>(null)
  const [measured, setMeasured] = useState(false)
  const newestOnes = newestMessages(history)
  if (knowsEnd(history) && !measured) {
    setMeasured(true)
    setUnreadFrom(firstUnread(newestOnes, conversation.unread))
  }

  const seen = useRef(Number.NEGATIVE_INFINITY)
  // What comes while the user looks elsewhere gets a line of its own, once all before it was read.
  const newest = useRef<number | null>(null)
  useEffect(() => {
    const last = newestOnes.at(-1)
    const before = newest.current
    newest.current = last?.position ?? null
    if (before === null || isAttended() || seen.current < before) return
    const fresh = newestOnes.find((message) => message.position > before && !message.own)
    if (fresh) setUnreadFrom(fresh.position)
  }, [newestOnes])

  const onSeen = useCallback(
    (position: number) => {
      if (position <= seen.current) return
      seen.current = position
      // Not told is not lost: the next message in sight tells again.
      detach(core.conversations.markRead({ conversationId: id, upTo: position }), () => {
        seen.current = Number.NEGATIVE_INFINITY
      })
    },
    [core, id],
  )
  const forgetUnread = useCallback(() => setUnreadFrom(null), [])
  return { unreadFrom, onSeen, forgetUnread }
}
