/**
 * Says to senders what has arrived and what has been read, and takes in what they say: once for each transaction and sender.
 * Has no knowledge of what it was. SPEC.md M-22, M-56 ff.
 */
import { create } from '@bufbuild/protobuf'
import type { Message } from '../../../shared/contract/index.ts'
import { AccountId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import { type Receipt, Receipt_Kind, ReceiptSchema } from '../../../shared/wire/gen/content_pb.js'
import { idBytes, messageIdOf, type Sender } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'
import { readConversation, setReadUpTo } from './conversation-table.ts'
import { isAccepted, type Room } from './room.ts'
import * as table from './table.ts'

/** Ids in one receipt: 16 KiB of the 60 that a content may have. */
const maxIds = 1000

type Kind = 'delivered' | 'read'
const kinds = { delivered: Receipt_Kind.DELIVERED, read: Receipt_Kind.READ } as const

export class Receipts {
  readonly #room: Room
  /** Called where an own message has reached the other side. */
  readonly #onArrival: (tx: Tx, message: Message) => void
  readonly #due = new WeakMap<Tx, Map<AccountId, Map<MessageId, Kind>>>()

  constructor(room: Room, onArrival: (tx: Tx, message: Message) => void) {
    this.#room = room
    this.#onArrival = onArrival
    const { messaging, messages, contacts } = room
    messages.onInsert((tx, { message, request, read }) => {
      if (message.own || request || !table.isSaid(message.body)) return
      // What comes late, to where the user has read beyond already, is read as soon as it is there.
      this.#note(
        tx,
        contacts.get(AccountId.parse(message.conversationId))?.account,
        message.id,
        read ? 'read' : 'delivered',
      )
    })
    messaging.onBatch((tx) => this.#flush(tx))
    messaging.handle('receipt', (tx, sender, incoming) => this.#receive(tx, sender, incoming.body))
  }

  /** All at once for what has come before acceptance. */
  accepted(tx: Tx, account: AccountId): void {
    const conversation = conversationWith(account)
    const readUpTo = readConversation(tx.db, conversation)?.readUpTo ?? 0
    this.#send(tx, account, 'read', table.readReceived(tx.db, conversation, 0, readUpTo))
    const unread = table.readReceived(tx.db, conversation, readUpTo, Number.MAX_SAFE_INTEGER)
    this.#send(tx, account, 'delivered', unread)
  }

  /** Gives the positions between which something has been read now. */
  markRead(tx: Tx, account: AccountId, upTo: number): { from: number; to: number } {
    const conversation = conversationWith(account)
    const { from, to } = setReadUpTo(tx, conversation, upTo)
    if (to > from && isAccepted(this.#room, account) && !this.#isBlocked(account))
      this.#send(tx, account, 'read', table.readReceived(tx.db, conversation, from, to))
    this.#room.messages.changes.listed(tx, conversation)
    return { from, to }
  }

  #note(tx: Tx, to: AccountId | undefined, id: MessageId, kind: Kind): void {
    if (to === undefined) return
    const due = this.#due.get(tx) ?? new Map<AccountId, Map<MessageId, Kind>>()
    this.#due.set(tx, due)
    due.set(to, (due.get(to) ?? new Map()).set(id, kind))
  }

  #flush(tx: Tx): void {
    for (const [to, ids] of this.#due.get(tx) ?? []) {
      // What a handler stored and then failed over was rolled back: it has not arrived.
      const stored = [...ids].filter(([id]) => table.readMessage(tx.db, id) !== null)
      const read = stored.filter(([, kind]) => kind === 'read' && this.#room.settings().readReceipts)
      const delivered = stored.filter((entry) => !read.includes(entry))
      if (isAccepted(this.#room, to)) this.#send(tx, to, 'read', idsOf(read))
      this.#send(tx, to, 'delivered', idsOf(delivered))
    }
  }

  #send(tx: Tx, to: AccountId, kind: Kind, ids: readonly MessageId[]): void {
    const { settings, messaging } = this.#room
    const { readReceipts, deliveryReceipts } = settings()
    if (kind === 'read' ? !readReceipts : !deliveryReceipts) return
    for (let start = 0; start < ids.length; start += maxIds) {
      const messageIds = ids.slice(start, start + maxIds).map(idBytes)
      const value = create(ReceiptSchema, { kind: kinds[kind], messageIds })
      messaging.enqueue(tx, to, { case: 'receipt', value })
    }
  }

  /** Blocked or waiting for confirmation: the outbox takes nothing from us, and reading goes on all the same. */
  #isBlocked(account: AccountId): boolean {
    return this.#room.contacts.directory.peer(account)?.blocked !== false
  }

  #receive(tx: Tx, { account }: Sender, { kind, messageIds }: Receipt): void {
    if (kind !== Receipt_Kind.DELIVERED && kind !== Receipt_Kind.READ) return
    const { messaging, messages, settings } = this.#room
    const read = kind === Receipt_Kind.READ && settings().readReceipts
    const now = Date.now()
    const ids = messageIds.flatMap((bytes) => messageIdOf(bytes) ?? [])
    for (const id of ids) {
      const message = table.readMessage(tx.db, id)
      if (message === null || !message.own || message.conversationId !== conversationWith(account)) continue
      if (message.delivery === null) continue
      table.setArrived(tx, id, now, read)
      this.#onArrival(tx, message)
      messages.touched(tx, message)
    }
    messaging.confirm(tx, account, ids)
  }
}

const idsOf = (entries: readonly (readonly [MessageId, Kind])[]): MessageId[] => entries.map(([id]) => id)
