/** Says that the user is writing, while that is so. Has no knowledge of fields or of how it travels. */
import type { ConversationId } from '../../../shared/ids.ts'

/** Milliseconds between two words that one still writes: less than what the core repeats to the other side. */
const repeatMs = 3_000
/** Milliseconds without a key press after which one writes no longer. */
const pauseMs = 6_000

export class TypingWords {
  readonly #say: (conversationId: ConversationId, typing: boolean) => void
  readonly #now: () => number
  readonly #running = new Map<ConversationId, { readonly said: number; readonly end: ReturnType<typeof setTimeout> }>()

  constructor(say: (conversationId: ConversationId, typing: boolean) => void, now: () => number = Date.now) {
    this.#say = say
    this.#now = now
  }

  /** After each change of the text. */
  wrote(conversationId: ConversationId, text: string): void {
    if (text.trim() === '') {
      this.end(conversationId)
      return
    }
    const running = this.#running.get(conversationId)
    clearTimeout(running?.end)
    const now = this.#now()
    const due = running === undefined || now - running.said >= repeatMs
    this.#running.set(conversationId, {
      said: due ? now : running.said,
      end: setTimeout(() => this.end(conversationId), pauseMs),
    })
    if (due) this.#say(conversationId, true)
  }

  /** The text was left or cleared. */
  end(conversationId: ConversationId): void {
    if (this.forget(conversationId)) this.#say(conversationId, false)
  }

  /** The text was sent: that says enough. Tells whether there was anything to end. */
  forget(conversationId: ConversationId): boolean {
    clearTimeout(this.#running.get(conversationId)?.end)
    return this.#running.delete(conversationId)
  }
}
