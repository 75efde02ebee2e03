/** Conversations for tests and previews. */
import type { Conversation } from '../../../shared/contract/conversations.ts'
import { AccountId, conversationWith } from '../../../shared/ids.ts'

export function sampleConversation(number: number, change: Partial<Conversation> = {}): Conversation {
  const contact = AccountId.parse(`${String(number).padStart(8, '0')}-1111-4111-8111-111111111111`)
  return {
    id: conversationWith(contact),
    contact,
    name: `Person ${number}`,
    address: `person${number}@relay.example.org`,
    state: 'accepted',
    unread: 0,
    draft: '',
    lastActivity: 0,
    preview: null,
    ...change,
  }
}
