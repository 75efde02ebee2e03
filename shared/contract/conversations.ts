/** Contract of conversations and their messages. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AccountId, CallId, ConversationId, MessageId, TransferId } from '../ids.ts'
import { ErrorSchema } from './error.ts'
import { Media } from './media.ts'

export const Conversation = z.object({
  id: ConversationId,
  contact: AccountId,
  /** The user's notes to themselves: nobody is called or told, and name and address are empty. */
  notes: z.boolean(),
  name: z.string(),
  address: z.string(),
  /** `request`: a stranger wrote first and waits for acceptance; `pending`: we wrote first and wait for theirs. */
  state: z.enum(['request', 'pending', 'accepted']),
  unread: z.int(),
  /** The user wants to come back to it, whatever has been read. */
  markedUnread: z.boolean(),
  pinned: z.boolean(),
  archived: z.boolean(),
  /** Milliseconds since the epoch; `mutedForever` for no end; null where it is not muted. */
  mutedUntil: z.number().nullable(),
  /** Seconds after reading when new messages disappear; null for never. */
  expiresAfter: z.int().nullable(),
  draft: z.string(),
  /** The message that the draft answers. */
  draftReplyTo: MessageId.nullable(),
  lastActivity: z.number(),
  preview: z
    .object({
      kind: z.enum([
        'text',
        'file',
        'picture',
        'video',
        'audio',
        'voice',
        'contact',
        'call',
        'deleted',
        'timer',
        'notice',
      ]),
      /** The text or caption (spoilers hidden), the file's or contact's name, or empty. */
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

/** The pinned ones first, then the newest activity. */
export function inListOrder(a: Conversation, b: Conversation): number {
  return (
    Number(b.pinned) - Number(a.pinned) || b.lastActivity - a.lastActivity || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** For `mutedUntil`: the last moment that a Date can say. */
export const mutedForever = 8.64e15

/** State of an own message: waiting for the relay, on the relay, on the other's computer, read; or failed with the reason. */
export const DeliveryState = z.enum(['waiting', 'sent', 'delivered', 'read', 'failed'])
export type DeliveryState = z.infer<typeof DeliveryState>

export const TextStyle = z.enum(['bold', 'italic', 'strikethrough', 'monospace', 'spoiler', 'quote', 'code-block'])
export type TextStyle = z.infer<typeof TextStyle>

/** How a part of a text looks; in UTF-16 code units. Ranges may overlap. */
export const TextRange = z.object({ style: TextStyle, start: z.int().min(0), length: z.int().min(1) })
export type TextRange = z.infer<typeof TextRange>

/** More ranges than a person makes in one text. */
export const maxTextRanges = 500

/** The message that another one answers, as it was when the answer was written. */
export const Quote = z.object({
  messageId: MessageId,
  /** Whether the user has written what is quoted. */
  own: z.boolean(),
  kind: z.enum(['text', 'file', 'picture', 'video', 'audio', 'voice', 'contact']),
  /** The beginning of its text, or the name of its file. */
  excerpt: z.string(),
})
export type Quote = z.infer<typeof Quote>

/** Another person as somebody who knows them names them. */
export const ContactCard = z.object({
  account: AccountId,
  /** As they call themselves. */
  name: z.string(),
  username: z.string(),
  /** `username@relay` */
  address: z.string(),
  relayUrl: z.string(),
  /** SHA-256 of the relay's key, base64url; null where a certificate authority vouches. */
  relayPin: z.string().nullable(),
  /** SHA-256 of their identity key, base64url. */
  identityFingerprint: z.string(),
})
export type ContactCard = z.infer<typeof ContactCard>

export const MessageBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    ranges: z.array(TextRange),
    quote: Quote.nullable(),
    forwarded: z.boolean(),
  }),
  /** The transfer itself is in `transfers.watch`; name and size stand here so that history needs no transfer. */
  z.object({
    kind: z.literal('file'),
    transferId: TransferId,
    name: z.string(),
    size: z.number(),
    /** What is shown in the timeline; null for any other file. */
    media: Media.nullable(),
    caption: z.string(),
    ranges: z.array(TextRange),
    quote: Quote.nullable(),
    forwarded: z.boolean(),
  }),
  /** Another person, handed on; `contacts.startCard` writes to them. */
  z.object({ kind: z.literal('contact'), ...ContactCard.shape }),
  /** What stood here was deleted for everyone by who had written it. */
  z.object({ kind: z.literal('deleted') }),
  /** Who wrote this changed the time after which messages disappear; null for never. */
  z.object({ kind: z.literal('timer'), seconds: z.int().nullable() }),
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
    notice: z.enum(['identity-changed', 'account-replaced', 'relay-changed', 'undecryptable', 'needs-newer-version']),
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
  /** When it was changed last; null where it is as it was sent. */
  editedAt: z.number().nullable(),
  /** One for each person at most. */
  reactions: z.array(z.object({ by: AccountId, own: z.boolean(), emoji: z.string() })),
  /** Seconds after reading when it disappears; null for never. */
  expiresAfter: z.int().nullable(),
  /** When it disappears; null before it has been read, and for never. */
  expiresAt: z.number().nullable(),
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

/** Four weeks: the longest time after which messages disappear. */
export const maxTimerSeconds = 28 * 24 * 60 * 60

export const FormattedText = z.object({
  text: z.string().min(1).max(maxTextBytes),
  ranges: z.array(TextRange).max(maxTextRanges).optional(),
})
export type FormattedText = z.infer<typeof FormattedText>

export const MessageDetails = z.object({
  sentAt: z.number(),
  /** The other's messages: when it arrived here. */
  receivedAt: z.number().nullable(),
  /** Own messages. */
  deliveredAt: z.number().nullable(),
  readAt: z.number().nullable(),
  editedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
})
export type MessageDetails = z.infer<typeof MessageDetails>

export const conversations = {
  /** All conversations in their order; a new whole list whenever one changes (conflated). */
  watch: oc.output(eventIterator(z.array(Conversation))),
  /** The same for long lists: all of them once, then what has changed. */
  changes: oc.output(eventIterator(ConversationsEvent)),
  timeline: oc.input(z.object({ conversationId: ConversationId })).output(eventIterator(TimelineEvent)),
  /** Up to `limit` messages before `before`, oldest first. */
  older: oc
    .input(z.object({ conversationId: ConversationId, before: z.number(), limit: z.int().min(1).max(500) }))
    .output(z.object({ messages: z.array(Message), more: z.boolean() })),
  /** Up to `limit` calls with anybody before `before` (their `sentAt`; null: the newest ones), the newest first. */
  calls: oc
    .input(z.object({ before: z.number().nullable(), limit: z.int().min(1).max(500) }))
    .output(z.object({ messages: z.array(Message), more: z.boolean() })),
  /** `id`: made by the renderer, so that it can show the message at once; the same id again sends nothing twice. */
  sendText: oc
    .input(
      z.object({
        conversationId: ConversationId,
        ...FormattedText.shape,
        replyTo: MessageId.optional(),
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
  /** Changes an own text, or the caption of an own file, on both sides. Raises `not-found`, `invalid-input`, `too-large`. */
  edit: oc.input(z.object({ messageId: MessageId, ...FormattedText.shape })).output(Message),
  /** What an edited message said before, oldest first, the present text last. */
  versions: oc
    .input(z.object({ messageId: MessageId }))
    .output(z.array(z.object({ text: z.string(), ranges: z.array(TextRange), at: z.number() }))),
  /** Null takes the own reaction away. */
  react: oc.input(z.object({ messageId: MessageId, emoji: z.string().min(1).max(64).nullable() })).output(z.void()),
  /** `everyone`: own messages alone, on both sides; else any, on this computer. */
  delete: oc
    .input(z.object({ messageIds: z.array(MessageId).min(1).max(1000), everyone: z.boolean() }))
    .output(z.void()),
  /** In their order, to each conversation; a file is offered anew where it is still there. */
  forward: oc
    .input(
      z.object({
        messageIds: z.array(MessageId).min(1).max(100),
        to: z.array(ConversationId).min(1).max(20),
      }),
    )
    .output(z.void()),
  /** Hands a contact on. Raises `not-found`, also for whoever's identity is not known yet. */
  sendContact: oc.input(z.object({ contact: AccountId, to: z.array(ConversationId).min(1).max(20) })).output(z.void()),
  /** What is known of one message's way. Times in milliseconds since the epoch, null where unknown. */
  details: oc.input(z.object({ messageId: MessageId })).output(MessageDetails),
  /** For new messages on both sides; null for never. */
  setTimer: oc
    .input(z.object({ conversationId: ConversationId, seconds: z.int().min(1).max(maxTimerSeconds).nullable() }))
    .output(z.void()),
  openNotes: oc.output(z.object({ conversationId: ConversationId })),
  setPinned: oc.input(z.object({ conversationId: ConversationId, pinned: z.boolean() })).output(z.void()),
  setArchived: oc.input(z.object({ conversationId: ConversationId, archived: z.boolean() })).output(z.void()),
  /** `until`: milliseconds since the epoch, `mutedForever`, or null for no longer. */
  mute: oc.input(z.object({ conversationId: ConversationId, until: z.number().nullable() })).output(z.void()),
  markUnread: oc.input(z.object({ conversationId: ConversationId })).output(z.void()),
  /** The user is writing there; said again every few seconds while it goes on, and `false` when it ends. */
  setTyping: oc.input(z.object({ conversationId: ConversationId, typing: z.boolean() })).output(z.void()),
  /** The conversations in which the other side is writing at the moment. */
  typing: oc.output(eventIterator(z.array(ConversationId))),
  /** Sends a failed message again. */
  resend: oc.input(z.object({ messageId: MessageId })).output(z.void()),
  markRead: oc.input(z.object({ conversationId: ConversationId, upTo: z.number() })).output(z.void()),
  setDraft: oc
    .input(
      z.object({
        conversationId: ConversationId,
        text: z.string().max(maxTextBytes),
        replyTo: MessageId.nullable().optional(),
      }),
    )
    .output(z.void()),
  acceptRequest: oc.input(z.object({ conversationId: ConversationId })).output(z.void()),
  /** Removes the conversation and its messages from this computer; a request is thereby declined. */
  remove: oc.input(z.object({ conversationId: ConversationId })).output(z.void()),
}
