/** The list of conversations, for whoever watches it. */
import { type Conversation, type ConversationsEvent, inListOrder } from './contract/conversations.ts'

/** The list after an event. An entry that has not changed is the same object as before. */
export function afterConversationsEvent(
  list: readonly Conversation[],
  event: ConversationsEvent,
): readonly Conversation[] {
  if (event.type === 'all') return event.conversations
  const gone = new Set<string>([...event.removed, ...event.conversations.map(({ id }) => id)])
  const changed = [...event.conversations].sort(inListOrder)
  const after: Conversation[] = []
  // Both are in order: sorting thousands that stay where they are would be felt.
  for (const conversation of list) {
    if (gone.has(conversation.id)) continue
    for (let next = changed[0]; next && inListOrder(next, conversation) < 0; next = changed[0]) {
      after.push(next)
      changed.shift()
    }
    after.push(conversation)
  }
  return [...after, ...changed]
}

/** Whether nothing new in it makes itself heard. `now`: milliseconds since the epoch. */
export const isMuted = ({ mutedUntil }: Pick<Conversation, 'mutedUntil'>, now: number): boolean =>
  mutedUntil !== null && mutedUntil > now

/** How much waits to be read, for a badge: muted chats do not call for anybody, a marked one counts as one message. */
export function unreadIn(list: readonly Conversation[], now: number): number {
  const waiting = list.filter((conversation) => !isMuted(conversation, now))
  return waiting.reduce((sum, { unread, markedUnread }) => sum + (unread > 0 ? unread : markedUnread ? 1 : 0), 0)
}
