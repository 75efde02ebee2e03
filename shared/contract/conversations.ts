/** Contract of conversations and their messages. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AccountId, CallId, ConversationId, MessageId, TransferId } from '../ids.ts'
import { ErrorSchema } from './error.ts'

export const Conversation = z.object({
  id: ConversationId,
  contact: AccountId,
  name: z.string(),
  address: z.string(),
  /** `request`: a stranger wrote first and waits for acceptance; `pending`: we wrote first and wait for theirs. */
  state: z.enum(['request', 'pending', 'accepted']),
  unread: z.int(),
  draft: z.string(),
  lastActivity: z.number(),
  preview: z
    .object({
      kind: z.enum(['text', 'file', 'call', 'notice']),
      /** The text, the file's name, or empty. */
      text: z.string(),
      own: z.boolean(),
    })
    .nullable(),
})
export type Conversation = z.infer<typeof Conversation>

/** The list of conversations without what has stayed the same. */
export const ConversationsEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('all'), conversations: z.array(Conversation) }),
  /** New ones and changed ones, and those that are gone. */
  z.object({ type: z.literal('changed'), conversations: z.array(Conversation), removed: z.array(ConversationId) }),
])
export type ConversationsEvent = z.infer<typeof ConversationsEvent>

/** Newest activity first. */
export function byActivity(a: Conversation, b: Conversation): number {
  return b.lastActivity - a.lastActivity || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

/** State of an own message: waiting for the relay, on the relay, on the other's computer; or failed with the reason. */
export const DeliveryState = z.enum(['waiting', 'sent', 'delivered', 'failed'])
export type DeliveryState = z.infer<typeof DeliveryState>

export const MessageBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** The transfer itself is in `transfers.watch`; name and size stand here so that history needs no transfer. */
  z.object({ kind: z.literal('file'), transferId: TransferId, name: z.string(), size: z.number() }),
  z.object({
    kind: z.literal('call'),
    callId: CallId,
    media: z.enum(['voice', 'video']),
    outcome: z.enum(['missed', 'declined', 'answered', 'no-answer', 'failed']),
    /** Seconds of talk. */
    duration: z.number(),
  }),
  z.object({
    kind: z.literal('notice'),
    notice: z.enum(['identity-changed', 'account-replaced', 'undecryptable', 'needs-newer-version']),
  }),
])
export type MessageBody = z.infer<typeof MessageBody>

export const Message = z.object({
  id: MessageId,
  conversationId: ConversationId,
  own: z.boolean(),
  /** Place in the timeline; grows, is unique in a conversation, and never changes. */
  position: z.number(),
  /** Milliseconds since the epoch: the own clock for own messages, the sender's clock for display only else. */
  sentAt: z.number(),
  body: MessageBody,
  /** Null for the other's messages. */
  delivery: DeliveryState.nullable(),
  error: ErrorSchema.nullable(),
})
export type Message = z.infer<typeof Message>

export const TimelineEvent = z.discriminatedUnion('type', [
  /** The newest messages, oldest first, and whether older ones exist. First event, and again after a gap. */
  z.object({ type: z.literal('snapshot'), messages: z.array(Message), more: z.boolean() }),
  z.object({ type: z.literal('upsert'), messages: z.array(Message) }),
  z.object({ type: z.literal('removed'), ids: z.array(MessageId) }),
])
export type TimelineEvent = z.infer<typeof TimelineEvent>

/** Longest text of one message, in UTF-8 bytes: with everything around it, it fits into one envelope. */
export const maxTextBytes = 60 * 1024

export const conversations = {
  /** All conversations, newest activity first; a new whole list whenever one changes (conflated). */
  watch: oc.output(eventIterator(z.array(Conversation))),
  /** The same for long lists: all of them once, then what has changed. */
  changes: oc.output(eventIterator(ConversationsEvent)),
  timeline: oc.input(z.object({ conversationId: ConversationId })).output(eventIterator(TimelineEvent)),
  /** Up to `limit` messages before `before`, oldest first. */
  older: oc
    .input(z.object({ conversationId: ConversationId, before: z.number(), limit: z.int().min(1).max(500) }))
    .output(z.object({ messages: z.array(Message), more: z.boolean() })),
  /** `id`: made by the renderer, so that it can show the message at once; the same id again sends nothing twice. */
  sendText: oc
    .input(
      z.object({
        conversationId: ConversationId,
        text: z.string().min(1).max(maxTextBytes),
        id: MessageId.optional(),
      }),
    )
    .output(Message),
  /** Messages around one, oldest first, for a jump to it. Raises `not-found`. */
  around: oc
    .input(z.object({ messageId: MessageId, limit: z.int().min(1).max(500) }))
    .output(z.object({ messages: z.array(Message), older: z.boolean(), newer: z.boolean() })),
  /** Up to `limit` messages after `after`, oldest first. */
  newer: oc
    .input(z.object({ conversationId: ConversationId, after: z.number(), limit: z.int().min(1).max(500) }))
    .output(z.object({ messages: z.array(Message), more: z.boolean() })),
  /** Sends a failed message again. */
  resend: oc.input(z.object({ messageId: MessageId })).output(z.void()),
  markRead: oc.input(z.object({ conversationId: ConversationId, upTo: z.number() })).output(z.void()),
  setDraft: oc.input(z.object({ conversationId: ConversationId, text: z.string().max(maxTextBytes) })).output(z.void()),
  acceptRequest: oc.input(z.object({ conversationId: ConversationId })).output(z.void()),
  /** Removes the conversation and its messages from this computer; a request is thereby declined. */
  remove: oc.input(z.object({ conversationId: ConversationId })).output(z.void()),
}
