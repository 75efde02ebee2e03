/** The list of conversations, kept from the core's events by whoever watches them. */
import { byActivity, type Conversation, type ConversationsEvent } from './contract/conversations.ts'

/** The list after an event. An entry that has not changed is the same object as before. */
export function afterConversationsEvent(
  list: readonly Conversation[],
  event: ConversationsEvent,
): readonly Conversation[] {
  if (event.type === 'all') return event.conversations
  const left = new Map(list.map((conversation) => [conversation.id, conversation]))
  for (const id of event.removed) left.delete(id)
  for (const conversation of event.conversations) left.set(conversation.id, conversation)
  return [...left.values()].sort(byActivity)
}
