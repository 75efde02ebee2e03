/** Tells, after the commit, which messages of which conversations have changed. Has no knowledge of their contents. */
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import type { Tx } from '../store/index.ts'

export interface TimelineChange {
  readonly conversation: ConversationId
  readonly upserted: readonly MessageId[]
  readonly removed: readonly MessageId[]
  /** The conversation itself is gone. */
  readonly dropped: boolean
}

interface Pending {
  readonly upserted: Set<MessageId>
  readonly removed: Set<MessageId>
}

export class Changes {
  /** One for each conversation and transaction. */
  readonly timelines = new Emitter<TimelineChange>()
  /** A conversation of which something has changed that the list shows; null where it may be any. */
  readonly lists = new Emitter<ConversationId | null>()
  readonly #pending = new WeakMap<Tx, Map<ConversationId, Pending>>()

  upserted(tx: Tx, conversation: ConversationId, id: MessageId): void {
    const pending = this.#of(tx, conversation)
    pending.removed.delete(id)
    pending.upserted.add(id)
  }

  removed(tx: Tx, conversation: ConversationId, id: MessageId): void {
    const pending = this.#of(tx, conversation)
    pending.upserted.delete(id)
    pending.removed.add(id)
  }

  /** With all its messages. */
  dropped(tx: Tx, conversation: ConversationId): void {
    tx.afterCommit(() => {
      this.timelines.emit({ conversation, upserted: [], removed: [], dropped: true })
      this.lists.emit(conversation)
    })
  }

  listed(tx: Tx, conversation: ConversationId): void {
    tx.afterCommit(() => this.lists.emit(conversation))
  }

  #of(tx: Tx, conversation: ConversationId): Pending {
    const all = this.#pending.get(tx) ?? new Map<ConversationId, Pending>()
    this.#pending.set(tx, all)
    const pending = all.get(conversation) ?? { upserted: new Set(), removed: new Set() }
    all.set(conversation, pending)
    // Registered each time, because a trial that is rolled back takes its effects along; the first one tells all.
    tx.afterCommit(() => this.#flush(tx))
    return pending
  }

  #flush(tx: Tx): void {
    const all = this.#pending.get(tx)
    if (all === undefined) return
    this.#pending.delete(tx)
    for (const [conversation, { upserted, removed }] of all) {
      this.timelines.emit({ conversation, upserted: [...upserted], removed: [...removed], dropped: false })
      this.lists.emit(conversation)
    }
  }
}
