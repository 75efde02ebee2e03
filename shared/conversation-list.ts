/** The list of conversations, kept from the core's events by whoever watches them. */
import { byActivity, type Conversation, type ConversationsEvent } from './contract/conversations.ts'

/** The list after an event. An entry that has not changed is the same object as before. */
export function afterConversationsEvent(
  list: readonly Conversation[],
  event: ConversationsEvent,
): readonly Conversation[] {
  if (event.type === 'all') return event.conversations
  const gone = new Set<string>([...event.removed, ...event.conversations.map(({ id }) => id)])
  const changed = [...event.conversations].sort(byActivity)
  const after: Conversation[] = []
  // Both are in order: sorting thousands that stay where they are would be felt.
  for (const conversation of list) {
    if (gone.has(conversation.id)) continue
    for (let next = changed[0]; next && byActivity(next, conversation) < 0; next = changed[0]) {
      after.push(next)
      changed.shift()
    }
    after.push(conversation)
  }
  return [...after, ...changed]
}
