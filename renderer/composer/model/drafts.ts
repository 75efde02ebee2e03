/** Keeps what is being written in each conversation and saves it after a pause. Has no knowledge of where it is saved. */
import type { ConversationId } from '../../../shared/ids.ts'

/** Long enough to write a word, short enough that a crash loses no more than one. */
const pauseMs = 500

interface Draft {
  readonly text: string
  readonly timer: ReturnType<typeof setTimeout> | null
}

export class Drafts {
  readonly #save: (conversationId: ConversationId, text: string) => void
  readonly #drafts = new Map<ConversationId, Draft>()

  /** `save` is called once writing pauses, and at once by {@link flush}. */
  constructor(save: (conversationId: ConversationId, text: string) => void) {
    this.#save = save
  }

  /** What is written, or `saved` where nothing was written since the start. */
  read(conversationId: ConversationId, saved: string): string {
    return this.#drafts.get(conversationId)?.text ?? saved
  }

  write(conversationId: ConversationId, text: string): void {
    const before = this.#drafts.get(conversationId)
    if (before?.text === text) return
    if (before?.timer) clearTimeout(before.timer)
    const timer = setTimeout(() => this.flush(conversationId), pauseMs)
    this.#drafts.set(conversationId, { text, timer })
  }

  /** Saves what waits for a pause. */
  flush(conversationId: ConversationId): void {
    const draft = this.#drafts.get(conversationId)
    if (!draft?.timer) return
    clearTimeout(draft.timer)
    this.#drafts.set(conversationId, { text: draft.text, timer: null })
    this.#save(conversationId, draft.text)
  }

  flushAll(): void {
    for (const conversationId of this.#drafts.keys()) this.flush(conversationId)
  }
}
