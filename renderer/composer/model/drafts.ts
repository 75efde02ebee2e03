/** Keeps what is being written in each conversation and saves it after a pause. Has no knowledge of where it is saved. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationId } from '../../../shared/ids.ts'

/** Long enough to write a word, short enough that a crash loses no more than one. */
const pauseMs = 500

type Texts = Readonly<Partial<Record<ConversationId, string>>>

export class Drafts {
  readonly #save: (conversationId: ConversationId, text: string) => void
  readonly #waiting = new Map<ConversationId, ReturnType<typeof setTimeout>>()
  /** What was written since the start; a conversation that is missing here has its saved draft. */
  readonly store: StoreApi<Texts> = createStore<Texts>(() => ({}))

  /** `save` is called once writing pauses, and at once by {@link flush}. */
  constructor(save: (conversationId: ConversationId, text: string) => void) {
    this.#save = save
  }

  read(conversationId: ConversationId): string | undefined {
    return this.store.getState()[conversationId]
  }

  write(conversationId: ConversationId, text: string): void {
    this.replace(conversationId, text)
    this.saveSoon(conversationId)
  }

  /** Shows another text without saving it: what is on its way stays saved until it has arrived. */
  replace(conversationId: ConversationId, text: string): void {
    this.store.setState({ [conversationId]: text })
  }

  saveSoon(conversationId: ConversationId): void {
    clearTimeout(this.#waiting.get(conversationId))
    this.#waiting.set(
      conversationId,
      setTimeout(() => this.flush(conversationId), pauseMs),
    )
  }

  /** Saves what waits for a pause. */
  flush(conversationId: ConversationId): void {
    const timer = this.#waiting.get(conversationId)
    if (timer === undefined) return
    clearTimeout(timer)
    this.#waiting.delete(conversationId)
    this.#save(conversationId, this.read(conversationId) ?? '')
  }

  flushAll(): void {
    for (const conversationId of [...this.#waiting.keys()]) this.flush(conversationId)
  }
}
