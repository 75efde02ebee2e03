/** Messages for tests and previews of the timeline. */
import type { Message, MessageBody } from '../../../shared/contract/conversations.ts'
import { ConversationId, MessageId } from '../../../shared/ids.ts'

export const sampleConversation = ConversationId.parse('11111111-1111-4111-8111-111111111111')

export const sampleId = (number: number): MessageId =>
  MessageId.parse(`01930000-0000-7000-8000-${String(number).padStart(12, '0')}`)

/** A message at `position`; its id follows from it. */
export function sampleMessage(position: number, change: Partial<Message> & { text?: string } = {}): Message {
  const { text = `message ${position}`, ...rest } = change
  const body: MessageBody = { kind: 'text', text, ranges: [], quote: null, forwarded: false }
  return {
    id: sampleId(position),
    conversationId: sampleConversation,
    own: false,
    position,
    sentAt: new Date(2026, 10, 23, 10, 0).getTime() + position * 1000,
    body,
    editedAt: null,
    reactions: [],
    expiresAfter: null,
    expiresAt: null,
    delivery: rest.own === true ? 'sent' : null,
    error: null,
    ...rest,
  }
}
