/** How the user keeps conversations: pinned, archived, muted, marked, with a draft. Nothing of it leaves this computer. */
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import type { Tx } from '../store/index.ts'
import { setArchived, setDraft, setMarkedUnread, setMutedUntil, setPinned } from './conversation-table.ts'
import type { Room } from './room.ts'

export class Shelf {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  pin(conversation: ConversationId, pinned: boolean): void {
    this.#change(conversation, (tx) => setPinned(tx, conversation, pinned))
  }

  archive(conversation: ConversationId, archived: boolean): void {
    this.#change(conversation, (tx) => setArchived(tx, conversation, archived))
  }

  /** `until`: milliseconds since the epoch; null for no longer. */
  mute(conversation: ConversationId, until: number | null): void {
    this.#change(conversation, (tx) => setMutedUntil(tx, conversation, until === null ? null : Math.trunc(until)))
  }

  markUnread(conversation: ConversationId): void {
    this.#change(conversation, (tx) => setMarkedUnread(tx, conversation))
  }

  /** `replyTo`: undefined leaves it as it is. */
  draft(conversation: ConversationId, text: string, replyTo: MessageId | null | undefined): void {
    this.#change(conversation, (tx) => setDraft(tx, conversation, text, replyTo))
  }

  #change(conversation: ConversationId, work: (tx: Tx) => void): void {
    const { store, messages } = this.#room
    store.transaction((tx) => {
      work(tx)
      messages.changes.listed(tx, conversation)
    })
  }
}
