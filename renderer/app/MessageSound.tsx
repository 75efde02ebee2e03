/** A sound for what arrives while one looks elsewhere. For shells whose system has no notifications to make it. */
import { useEffect, useRef } from 'react'
import sound from '../../assets/sounds/message.ogg'
import { unreadIn } from '../../shared/conversation-list.ts'
import { isQuiet } from '../../shared/quiet.ts'
import { useConversations, useSettings } from './streams.ts'

export function MessageSound() {
  // Undefined before anything is known.
  const unread = useConversations((list) => list && unreadIn(list, Date.now()))
  const settings = useSettings()
  const before = useRef(unread)
  useEffect(() => {
    // What was unread at the start is no news.
    const more = unread !== undefined && before.current !== undefined && unread > before.current
    before.current = unread
    // A browser may refuse sound before the first click; the title tells of the message all the same.
    const disturbs = settings !== undefined && !isQuiet(settings, new Date())
    if (more && disturbs && !document.hasFocus()) new Audio(sound).play().catch(() => {})
  }, [unread, settings])
  return null
}
