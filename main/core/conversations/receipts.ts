/** Says to senders what has arrived: once for each transaction and sender. Has no knowledge of what it was. SPEC.md M-22. */
import { create } from '@bufbuild/protobuf'
import type { AccountId, MessageId } from '../../../shared/ids.ts'
import { Receipt_Kind, ReceiptSchema } from '../../../shared/wire/gen/content_pb.js'
import { idBytes, type Messaging } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'

/** Ids in one receipt: 16 KiB of the 60 that a content may have. */
const maxIds = 1000

export class Receipts {
  readonly #messaging: Messaging
  readonly #isThere: (tx: Tx, id: MessageId) => boolean
  readonly #due = new WeakMap<Tx, Map<AccountId, Set<MessageId>>>()

  constructor(messaging: Messaging, isThere: (tx: Tx, id: MessageId) => boolean) {
    this.#messaging = messaging
    this.#isThere = isThere
    messaging.onBatch((tx) => this.#flush(tx))
  }

  /** Due at the end of the receiving transaction. */
  due(tx: Tx, to: AccountId, id: MessageId): void {
    const due = this.#due.get(tx) ?? new Map<AccountId, Set<MessageId>>()
    this.#due.set(tx, due)
    due.set(to, (due.get(to) ?? new Set()).add(id))
  }

  send(tx: Tx, to: AccountId, ids: readonly MessageId[]): void {
    for (let start = 0; start < ids.length; start += maxIds) {
      const messageIds = ids.slice(start, start + maxIds).map(idBytes)
      const value = create(ReceiptSchema, { kind: Receipt_Kind.DELIVERED, messageIds })
      this.#messaging.enqueue(tx, to, { case: 'receipt', value })
    }
  }

  #flush(tx: Tx): void {
    for (const [to, ids] of this.#due.get(tx) ?? []) {
      // What a handler stored and then failed over was rolled back: it has not arrived.
      const stored = [...ids].filter((id) => this.#isThere(tx, id))
      this.send(tx, to, stored)
    }
  }
}
