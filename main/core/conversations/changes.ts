/** Tells, after the commit, which messages of which conversations have changed. Has no knowledge of their contents. */
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import type { Tx } from '../store/index.ts'

export interface TimelineChange {
  readonly conversation: ConversationId
  readonly upserted: readonly MessageId[]
  /** The conversation itself is gone. */
  readonly removed: boolean
}

export class Changes {
  /** One for each conversation and transaction. */
  readonly timelines = new Emitter<TimelineChange>()
  /** Something that the list of conversations shows, of one conversation or, where it is null, perhaps of all. */
  readonly lists = new Emitter<ConversationId | null>()
  readonly #pending = new WeakMap<Tx, Map<ConversationId, Set<MessageId>>>()

  upserted(tx: Tx, conversation: ConversationId, id: MessageId): void {
    const pending = this.#pending.get(tx) ?? new Map<ConversationId, Set<MessageId>>()
    this.#pending.set(tx, pending)
    const ids = pending.get(conversation) ?? new Set()
    pending.set(conversation, ids.add(id))
    // Registered each time, because a trial that is rolled back takes its effects along; the first one tells all.
    tx.afterCommit(() => this.#flush(tx))
  }

  removed(tx: Tx, conversation: ConversationId): void {
    tx.afterCommit(() => {
      this.timelines.emit({ conversation, upserted: [], removed: true })
      this.lists.emit(conversation)
    })
  }

  listed(tx: Tx, conversation: ConversationId): void {
    tx.afterCommit(() => this.lists.emit(conversation))
  }

  #flush(tx: Tx): void {
    const pending = this.#pending.get(tx)
    if (pending === undefined) return
    this.#pending.delete(tx)
    for (const [conversation, ids] of pending) {
      this.timelines.emit({ conversation, upserted: [...ids], removed: false })
      this.lists.emit(conversation)
    }
  }
}
