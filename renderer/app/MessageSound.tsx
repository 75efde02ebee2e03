/** A sound for what arrives while one looks elsewhere. For shells whose system has no notifications to make it. */
import { useEffect, useRef } from 'react'
import sound from '../../assets/sounds/message.ogg'
import type { Conversation } from '../../shared/contract/conversations.ts'
import { useConversations } from './streams.ts'

const isMuted = ({ mutedUntil }: Conversation): boolean => mutedUntil !== null && mutedUntil > Date.now()

export function MessageSound() {
  const unread = useConversations((list) => list?.reduce((sum, chat) => sum + (isMuted(chat) ? 0 : chat.unread), 0))
  const before = useRef(unread)
  useEffect(() => {
    // What was unread at the start is no news.
    const more = unread !== undefined && before.current !== undefined && unread > before.current
    before.current = unread
    // A browser may refuse sound before the first click; the title tells of the message all the same.
    if (more && !document.hasFocus()) new Audio(sound).play().catch(() => {})
  }, [unread])
  return null
}
