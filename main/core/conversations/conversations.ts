/** Conversations: what was said, in which order, and what became of it. Has no knowledge of envelopes or relays. SPEC.md M-20 ff. */
import { create } from '@bufbuild/protobuf'
import { toPayload } from '../../../shared/bridge/errors.ts'
import {
  type Conversation,
  type Message,
  type MessageBody,
  maxTextBytes,
  type TimelineEvent,
} from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { AccountId, type ConversationId, conversationWith, type MessageId, newMessageId } from '../../../shared/ids.ts'
import { eventStream } from '../../../shared/streams/index.ts'
import { type Receipt, Receipt_Kind, TextSchema } from '../../../shared/wire/gen/content_pb.js'
import { type Contacts, shownContact } from '../contacts/index.ts'
import {
  type Incoming,
  type Messaging,
  messageIdOf,
  type Outcome,
  type Sender,
  type Unreadable,
} from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { Changes, type TimelineChange } from './changes.ts'
import { ChatList } from './list.ts'
import { Receipts } from './receipts.ts'
import * as table from './table.ts'

/** Messages in the first event of a timeline. */
const snapshotSize = 100
/** At most one list of conversations in this time, in milliseconds: it is read anew as a whole. */
const listMs = 50
/** Messages that are kept of a stranger until their request is accepted. */
const maxRequestMessages = 50
/** Waiting messages whose error is shown anew when the reason for waiting changes. */
const maxTroubled = 100

export interface ConversationsOptions {
  readonly store: Store
  readonly contacts: Contacts
  readonly messaging: Messaging
}

/** A message that another room puts into a conversation. */
export type RoomMessage = Omit<table.NewMessage, 'counter' | 'delivery'> & {
  /** The sender's counter, where the message came as a content; else it takes the next place. */
  readonly counter?: bigint
  /** Own messages only: `waiting` where a content with this id is in the outbox, null where nothing was sent. */
  readonly delivery?: Message['delivery']
}

export class Conversations {
  readonly changes = new Changes()
  readonly #options: ConversationsOptions
  readonly #receipts: Receipts
  readonly #list: ChatList
  readonly #removeHandlers: ((tx: Tx, account: AccountId) => void)[] = []

  constructor(options: ConversationsOptions) {
    const { contacts, messaging, store } = options
    this.#options = options
    this.#receipts = new Receipts(messaging, (tx, id) => table.readMessage(tx.db, id) !== null)
    this.#list = new ChatList({
      changes: this.changes.lists,
      readAll: () => table.readConversations(store.db).flatMap((row) => this.#shown(row) ?? []),
      read: (id) => {
        const row = table.readConversation(store.db, id)
        return row === null ? null : this.#shown(row)
      },
      minIntervalMs: listMs,
    })
    contacts.onStart((tx, account) => this.#open(tx, account))
    contacts.onAccept((tx, account) => {
      this.#receipts.send(tx, account, table.readReceived(tx.db, conversationWith(account)))
      this.changes.listed(tx, conversationWith(account))
    })
    contacts.changes.on(() => this.changes.lists.emit(null))
    messaging.handle('text', (tx, sender, incoming) => this.#receiveText(tx, sender, incoming))
    messaging.handle('receipt', (tx, sender, incoming) => this.#receiveReceipt(tx, sender, incoming.body))
    messaging.onUnreadable((tx, unreadable) => this.#receiveUnreadable(tx, unreadable))
    messaging.onOutcome((tx, outcome) => this.#settle(tx, outcome))
    messaging.onTrouble((account) => {
      const conversation = conversationWith(account)
      const upserted = table.readWaiting(store.db, conversation, maxTroubled).map(({ id }) => id)
      this.changes.timelines.emit({ conversation, upserted, removed: false })
    })
  }

  /** All conversations, newest activity first; a new whole list on each change. */
  watch(signal?: AbortSignal) {
    return this.#list.watch(signal)
  }

  /** All conversations once, then those that have changed. */
  listEvents(signal?: AbortSignal) {
    return this.#list.events(signal)
  }

  /** The newest messages, then every change. */
  timeline(conversation: ConversationId, signal?: AbortSignal) {
    const { store } = this.#options
    return eventStream<TimelineEvent>({
      subscribe: (push) =>
        this.changes.timelines.on((change) => {
          if (change.conversation === conversation) push(this.#eventOf(change))
        }),
      snapshot: () => {
        const { messages, more } = table.readPage(store.db, conversation, null, snapshotSize)
        return { type: 'snapshot', messages: messages.map((message) => this.#withTrouble(message)), more }
      },
      signal,
    })
  }

  older(conversation: ConversationId, before: number, limit: number): { messages: Message[]; more: boolean } {
    const { messages, more } = table.readPage(this.#options.store.db, conversation, before, limit)
    return { messages: messages.map((message) => this.#withTrouble(message)), more }
  }

  newer(conversation: ConversationId, after: number, limit: number): { messages: Message[]; more: boolean } {
    const { messages, more } = table.readPageAfter(this.#options.store.db, conversation, after, limit)
    return { messages: messages.map((message) => this.#withTrouble(message)), more }
  }

  /** Half of `limit` on either side of the message. Raises `not-found`. */
  around(id: MessageId, limit: number): { messages: Message[]; older: boolean; newer: boolean } {
    const { db } = this.#options.store
    const message = table.readMessage(db, id)
    if (message === null) throw new AppError('not-found')
    const { conversationId, position } = message
    const before = table.readPage(db, conversationId, position, Math.ceil((limit - 1) / 2))
    const after = table.readPageAfter(db, conversationId, position, limit - 1 - before.messages.length)
    const messages = [...before.messages, message, ...after.messages].map((each) => this.#withTrouble(each))
    return { messages, older: before.more, newer: after.more }
  }

  /** Raises `not-found`, `too-large`; a message with this id is not sent twice. */
  sendText(conversation: ConversationId, text: string, id: MessageId = newMessageId()): Message {
    const { store, messaging } = this.#options
    const account = this.#counterpart(conversation)
    const bytes = Buffer.byteLength(text)
    if (bytes > maxTextBytes) throw new AppError('too-large', 'a text is too long', { limit: maxTextBytes })
    return store.transaction((tx) => {
      const body = { kind: 'text', text } as const
      const sentAt = Date.now()
      const isNew = this.insertMessage(tx, {
        id,
        conversationId: conversation,
        own: true,
        sentAt,
        body,
        delivery: 'waiting',
      })
      if (isNew) messaging.enqueue(tx, account, { case: 'text', value: create(TextSchema, { text }) }, { id })
      const message = table.readMessage(tx.db, id)
      if (message?.conversationId !== conversation) throw new AppError('invalid-input', 'the id is taken')
      return message
    })
  }

  /** Sends a failed text again. Raises `not-found`, `invalid-input`. */
  resend(id: MessageId): void {
    const { store, messaging } = this.#options
    store.transaction((tx) => {
      const message = table.readMessage(tx.db, id)
      if (message === null) throw new AppError('not-found')
      const { body, conversationId, delivery } = message
      if (body.kind !== 'text' || delivery !== 'failed') throw new AppError('invalid-input', 'nothing to send again')
      table.setDelivery(tx, id, 'waiting', null)
      const value = create(TextSchema, { text: body.text })
      messaging.enqueue(tx, this.#counterpart(conversationId), { case: 'text', value }, { id })
      this.changes.upserted(tx, conversationId, id)
    })
  }

  markRead(conversation: ConversationId, upTo: number): void {
    this.#change(conversation, (tx) => table.setReadUpTo(tx, conversation, upTo))
  }

  setDraft(conversation: ConversationId, text: string): void {
    this.#change(conversation, (tx) => table.setDraft(tx, conversation, text))
  }

  /** Raises what {@link Contacts.accept} raises. */
  async accept(conversation: ConversationId): Promise<void> {
    await this.#options.contacts.accept(AccountId.parse(conversation))
  }

  /** Called inside the transaction that removes a conversation: what other rooms keep for it goes as well. */
  onRemove(handler: (tx: Tx, account: AccountId) => void): void {
    this.#removeHandlers.push(handler)
  }

  /** With everything that was said; of a stranger nothing at all is left. */
  async remove(conversation: ConversationId): Promise<void> {
    const { contacts, store } = this.#options
    const account = AccountId.parse(conversation)
    if (contacts.get(account)?.state === 'request') await contacts.decline(account, (tx) => this.drop(tx, account))
    else store.transaction((tx) => this.drop(tx, account))
  }

  /** Like {@link remove}, but for whoever it is with. */
  drop(tx: Tx, account: AccountId): void {
    const conversation = conversationWith(account)
    for (const handler of this.#removeHandlers) handler(tx, account)
    table.deleteConversation(tx, conversation)
    this.changes.removed(tx, conversation)
  }

  /**
   * Puts a message into its conversation, which is made where there is none; what came from the other side gets its
   * receipt at the end of the receiving transaction. False where there is a message with this id already, or too many of a
   * stranger.
   */
  insertMessage(tx: Tx, { counter = 0n, delivery = null, ...message }: RoomMessage): boolean {
    const { id, conversationId, own } = message
    const account = AccountId.parse(conversationId)
    const contact = this.#options.contacts.get(account)
    if (contact === null) throw new AppError('contact-unknown')
    const isRequest = contact.state === 'request'
    if (isRequest && table.countReceived(tx.db, conversationId) >= maxRequestMessages) return false
    const row = { ...message, counter, delivery }
    table.touchConversation(tx, conversationId, Date.now())
    const known = table.readMessage(tx.db, id)
    if (known === null) table.insertMessage(tx, row)
    else if (isAnnounced(known, row)) table.replaceMessage(tx, row)
    else return false
    if (!own && !isRequest && table.hasReceipt(row.body)) this.#receipts.due(tx, account, id)
    this.changes.upserted(tx, conversationId, id)
    return true
  }

  /** Changes what a message says, in its place. Does nothing where there is none. */
  updateBody(tx: Tx, id: MessageId, body: MessageBody): void {
    const message = table.readMessage(tx.db, id)
    if (message === null) return
    table.setBody(tx, id, body)
    this.changes.upserted(tx, message.conversationId, id)
  }

  #receiveText(tx: Tx, { account }: Sender, { id, counter, sentAt, body }: Incoming<'text'>): void {
    const conversationId = conversationWith(account)
    this.insertMessage(tx, { id, conversationId, own: false, counter, sentAt, body: { kind: 'text', text: body.text } })
  }

  #receiveReceipt(tx: Tx, { account }: Sender, { kind, messageIds }: Receipt): void {
    if (kind !== Receipt_Kind.DELIVERED && kind !== Receipt_Kind.READ) return
    const ids = messageIds.flatMap((bytes) => messageIdOf(bytes) ?? [])
    for (const id of ids) {
      const message = table.readMessage(tx.db, id)
      if (message === null || !message.own || message.conversationId !== conversationWith(account)) continue
      if (message.delivery === null || message.delivery === 'delivered') continue
      table.setDelivery(tx, id, 'delivered', null)
      this.changes.upserted(tx, message.conversationId, id)
    }
    this.#options.messaging.confirm(tx, account, ids)
  }

  #receiveUnreadable(tx: Tx, { sender, reason, id, counter, sentAt }: Unreadable): void {
    const conversationId = conversationWith(sender.account)
    if (!table.hasConversation(tx.db, conversationId)) return
    const newest = table.readNewest(tx.db, conversationId)
    // A flood of unreadable messages is one notice.
    if (newest?.body.kind === 'notice' && newest.body.notice === reason && reason === 'identity-changed') return
    this.insertMessage(tx, {
      id,
      conversationId,
      own: false,
      counter,
      sentAt,
      body: { kind: 'notice', notice: reason },
    })
  }

  #settle(tx: Tx, outcome: Outcome): void {
    const message = table.readMessage(tx.db, outcome.id)
    // A receipt may be faster than the relay's answer.
    if (message === null || !message.own || message.delivery !== 'waiting') return
    if (outcome.state === 'sent') table.setDelivery(tx, outcome.id, 'sent', null)
    else table.setDelivery(tx, outcome.id, 'failed', toPayload(outcome.error))
    this.changes.upserted(tx, message.conversationId, outcome.id)
  }

  #open(tx: Tx, account: AccountId): void {
    table.touchConversation(tx, conversationWith(account), Date.now())
    this.changes.listed(tx, conversationWith(account))
  }

  #change(conversation: ConversationId, work: (tx: Tx) => void): void {
    this.#options.store.transaction((tx) => {
      work(tx)
      this.changes.listed(tx, conversation)
    })
  }

  #shown({ id, lastActivity, draft, unread }: table.ConversationRow): Conversation | null {
    const { store, contacts } = this.#options
    const contact = contacts.get(AccountId.parse(id))
    if (contact === null) return null
    const { account, state } = contact
    const { name, address } = shownContact(contact)
    const newest = table.readNewest(store.db, id)
    const preview = newest === null ? null : previewOf(newest)
    return { id, contact: account, name, address, state, unread, draft, lastActivity, preview }
  }

  #eventOf({ upserted, removed, conversation }: TimelineChange): TimelineEvent {
    if (removed) return { type: 'snapshot', messages: [], more: false }
    const { db } = this.#options.store
    const messages = upserted.flatMap((id) => {
      const message = table.readMessage(db, id)
      return message?.conversationId === conversation ? [this.#withTrouble(message)] : []
    })
    return { type: 'upsert', messages }
  }

  /** What waits says why, where it was tried. */
  #withTrouble(message: Message): Message {
    if (message.delivery !== 'waiting') return message
    const trouble = this.#options.messaging.trouble(AccountId.parse(message.conversationId))
    return trouble === null ? message : { ...message, error: toPayload(trouble) }
  }

  /** Whom the user talks to there; raises `not-found`. */
  #counterpart(conversation: ConversationId): AccountId {
    const account = AccountId.parse(conversation)
    const contact = this.#options.contacts.get(account)
    if (contact === null || contact.state === 'request') throw new AppError('not-found')
    return account
  }
}

/** Whether a message takes the place of the notice that announced it: it could not be read, and was sent again. */
function isAnnounced(known: Message, message: table.NewMessage): boolean {
  return (
    !known.own &&
    !message.own &&
    known.conversationId === message.conversationId &&
    known.body.kind === 'notice' &&
    known.body.notice === 'undecryptable' &&
    message.body.kind !== 'notice'
  )
}

function previewOf({ body, own }: Message): Conversation['preview'] {
  switch (body.kind) {
    case 'text':
      return { kind: 'text', text: body.text.slice(0, 200), own }
    case 'file':
      return { kind: 'file', text: body.name, own }
    case 'call':
    case 'notice':
      return { kind: body.kind, text: '', own }
  }
}
