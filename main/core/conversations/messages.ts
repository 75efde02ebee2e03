/**
 * Where messages come into conversations, change and go: the one place for all rooms. Has no knowledge of contents on the
 * wire. Whoever has to do something about a message registers here.
 */
import type { Message, MessageBody } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { AccountId, type ConversationId, type MessageId } from '../../../shared/ids.ts'
import type { Contacts } from '../contacts/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { Changes } from './changes.ts'
import { readConversation, touchConversation, unarchive } from './conversation-table.ts'
import * as table from './table.ts'

/** Messages that are kept of a stranger until their request is accepted. */
const maxRequestMessages = 50

/** A message that a room puts into a conversation. */
export type RoomMessage = Omit<table.NewMessage, 'counter' | 'delivery' | 'expiresAfter' | 'receivedAt'> & {
  /** The sender's counter, where the message came as a content; else it takes the next place. */
  readonly counter?: bigint
  /** Own messages only: `waiting` where a content with this id is in the outbox, null where nothing was sent. */
  readonly delivery?: Message['delivery']
}

export interface Inserted {
  readonly message: Message
  /** Of a stranger: nothing is revealed to them. */
  readonly request: boolean
  /** The user has read beyond its place already. */
  readonly read: boolean
}

export type Gone = 'deleted' | 'expired'

export interface MessagesOptions {
  readonly store: Store
  readonly contacts: Contacts
  /** The own account: notes to oneself. */
  readonly self: AccountId
  /** Seconds after reading when this message disappears; null for never. */
  readonly expiresAfter: (tx: Tx, message: RoomMessage) => number | null
}

export class Messages {
  readonly changes = new Changes()
  readonly #options: MessagesOptions
  readonly #insertHandlers: ((tx: Tx, inserted: Inserted) => void)[] = []
  readonly #goneHandlers: ((tx: Tx, message: Message, why: Gone) => void)[] = []

  constructor(options: MessagesOptions) {
    this.#options = options
  }

  /** Called inside the transaction in which a message has come into its conversation. */
  onInsert(handler: (tx: Tx, inserted: Inserted) => void): void {
    this.#insertHandlers.push(handler)
  }

  /** Called inside the transaction in which what a message said goes for good, before it does. */
  onGone(handler: (tx: Tx, message: Message, why: Gone) => void): void {
    this.#goneHandlers.push(handler)
  }

  /**
   * Puts a message into its conversation, which is made where there is none. False where there is a message with this id
   * already, or too many of a stranger. Raises `contact-unknown`.
   */
  insert(tx: Tx, message: RoomMessage): boolean {
    const { id, conversationId, own, counter = 0n, delivery = null, ...rest } = message
    const account = AccountId.parse(conversationId)
    const contact = this.#options.contacts.get(account)
    if (contact === null && account !== this.#options.self) throw new AppError('contact-unknown')
    const request = contact?.state === 'request'
    if (request && table.countReceived(tx.db, conversationId) >= maxRequestMessages) return false
    const now = Date.now()
    const expiresAfter = table.isSaid(rest.body) ? this.#options.expiresAfter(tx, message) : null
    const receivedAt = own ? null : now
    const row = { ...rest, id, conversationId, own, counter, delivery, expiresAfter, receivedAt }
    touchConversation(tx, conversationId, now)
    const known = table.readMessage(tx.db, id)
    if (known === null) table.insertMessage(tx, row)
    else if (isAnnounced(known, row)) table.replaceMessage(tx, row)
    else return false
    if (row.body.kind !== 'notice' && row.body.kind !== 'timer') unarchive(tx, conversationId, now)
    this.changes.upserted(tx, conversationId, id)
    const inserted = table.readMessage(tx.db, id)
    if (inserted === null) return true
    const read = inserted.position <= (readConversation(tx.db, conversationId)?.readUpTo ?? 0)
    for (const handler of this.#insertHandlers) handler(tx, { message: inserted, request, read })
    return true
  }

  /** Null where there is none. */
  read(id: MessageId): Message | null {
    return table.readMessage(this.#options.store.db, id)
  }

  /** Changes what a message says, in its place. Does nothing where there is none. */
  updateBody(tx: Tx, id: MessageId, body: MessageBody): void {
    const message = table.readMessage(tx.db, id)
    if (message === null) return
    table.setBody(tx, id, body)
    this.changes.upserted(tx, message.conversationId, id)
  }

  /** Something about it has changed that its row does not say. */
  touched(tx: Tx, { id, conversationId }: Pick<Message, 'id' | 'conversationId'>): void {
    this.changes.upserted(tx, conversationId, id)
  }

  /** Nothing of it stays here. */
  remove(tx: Tx, message: Message, why: Gone): void {
    this.gone(tx, message, why)
    table.deleteMessage(tx, message.id)
    this.changes.removed(tx, message.conversationId, message.id)
  }

  /** Other rooms drop what they keep for it. */
  gone(tx: Tx, message: Message, why: Gone): void {
    for (const handler of this.#goneHandlers) handler(tx, message, why)
  }

  /** A flood of changes is told at once: the conversation is read anew. */
  dropped(tx: Tx, conversation: ConversationId): void {
    this.changes.dropped(tx, conversation)
  }
}

/** Whether this stands where a message will stand once it has been sent again. */
export const isPlaceholder = ({ own, body }: Message): boolean =>
  !own && body.kind === 'notice' && body.notice === 'undecryptable'

/** Whether a message takes the place of the notice that announced it: it could not be read, and was sent again. */
function isAnnounced(known: Message, message: table.NewMessage): boolean {
  return (
    isPlaceholder(known) &&
    !message.own &&
    known.conversationId === message.conversationId &&
    message.body.kind !== 'notice'
  )
}
