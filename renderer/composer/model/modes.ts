/** What the next text of a conversation is: a message, an answer, or another wording. Has no knowledge of fields. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Message, Quote } from '../../../shared/contract/conversations.ts'
import { quoteOf } from '../../../shared/excerpt.ts'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import type { Drafts } from './drafts.ts'
import { writeMarkup } from './markup/index.ts'

export type Mode =
  | { readonly kind: 'reply'; readonly quote: Quote }
  | {
      readonly kind: 'edit'
      readonly messageId: MessageId
      /** What it says now, as typed: an unchanged text is no edit. */
      readonly before: string
      /** What was being written, and comes back. */
      readonly aside: string
    }

export type Modes = Readonly<Partial<Record<ConversationId, Mode | null>>>

/** The formatted words of a message that can be given another wording. */
export function wordsOf({ own, delivery, body }: Message) {
  if (!own || delivery === 'failed') return null
  if (body.kind === 'text') return { text: body.text, ranges: body.ranges }
  return body.kind === 'file' ? { text: body.caption, ranges: body.ranges } : null
}

export class WritingModes {
  readonly #drafts: Drafts
  readonly #saveReply: (conversationId: ConversationId, replyTo: MessageId | null) => void
  readonly store: StoreApi<Modes> = createStore<Modes>(() => ({}))

  /** `saveReply` keeps what is answered for the next start. */
  constructor(drafts: Drafts, saveReply: (conversationId: ConversationId, replyTo: MessageId | null) => void) {
    this.#drafts = drafts
    this.#saveReply = saveReply
  }

  read(conversationId: ConversationId): Mode | null {
    return this.store.getState()[conversationId] ?? null
  }

  reply(message: Message): void {
    const quote = quoteOf(message)
    if (quote === null) return
    this.end(message.conversationId)
    this.restore(message.conversationId, quote)
    this.#saveReply(message.conversationId, quote.messageId)
  }

  /** Sets an answer that was saved, or given back, without saving it again. */
  restore(conversationId: ConversationId, quote: Quote): void {
    this.store.setState({ [conversationId]: { kind: 'reply', quote } })
  }

  /** `aside`: what stands in the field now. */
  edit(message: Message, aside: string): void {
    const words = wordsOf(message)
    if (words === null) return
    const { conversationId, id: messageId } = message
    const running = this.read(conversationId)
    const before = writeMarkup(words)
    this.store.setState({
      [conversationId]: { kind: 'edit', messageId, before, aside: running?.kind === 'edit' ? running.aside : aside },
    })
    // The draft on the disk stays what was being written.
    this.#drafts.replace(conversationId, before)
  }

  /** Back to a plain message; after another wording what was being written stands there again. */
  end(conversationId: ConversationId): void {
    const mode = this.read(conversationId)
    if (mode === null) return
    this.store.setState({ [conversationId]: null })
    if (mode.kind === 'edit') this.#drafts.replace(conversationId, mode.aside)
    else this.#saveReply(conversationId, null)
  }
}
