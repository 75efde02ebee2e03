/**
 * Messages between the press of Enter and their place in the history: shown at once, sent in order, given back when the
 * call fails. Has no knowledge of how they travel.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Message, Quote, TextRange } from '../../../shared/contract/conversations.ts'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'

/** What a text says and how. */
export interface Wording {
  readonly text: string
  readonly ranges: readonly TextRange[]
  /** What it answers. */
  readonly quote: Quote | null
}

export interface Pending extends Wording {
  readonly id: MessageId
  readonly conversationId: ConversationId
  /** Milliseconds since the epoch. */
  readonly sentAt: number
  /** What the core made of it; it stays here until the history shows it. */
  readonly message: Message | null
}

export interface OutgoingPorts {
  readonly send: (message: Pending) => Promise<Message>
  /** The call failed: what it said must go back to where it was written. */
  readonly giveBack: (message: Pending, error: unknown) => void
  readonly newId: () => MessageId
  readonly now: () => number
}

/** How far back the history is searched for a message that has just been sent. */
const recent = 200

const recentIds = (messages: readonly Message[]): ReadonlySet<string> =>
  new Set(messages.slice(-recent).map((message) => message.id))

export class Outgoing {
  readonly #ports: OutgoingPorts
  /** One call after the other: two quick messages keep their order. */
  readonly #last = new Map<ConversationId, Promise<void>>()
  readonly store: StoreApi<{ readonly pending: readonly Pending[] }> = createStore(() => ({ pending: [] }))

  constructor(ports: OutgoingPorts) {
    this.#ports = ports
  }

  /** Resolves when the core has the message, or after it was given back. */
  send(conversationId: ConversationId, wording: Wording): Promise<void> {
    const pending: Pending = {
      ...wording,
      id: this.#ports.newId(),
      conversationId,
      sentAt: this.#ports.now(),
      message: null,
    }
    this.store.setState((state) => ({ pending: [...state.pending, pending] }))
    const sent = (this.#last.get(conversationId) ?? Promise.resolve()).then(() => this.#deliver(pending))
    this.#last.set(conversationId, sent)
    return sent
  }

  /** Drops what the history shows by now. */
  forget(history: readonly Message[]): void {
    const known = recentIds(history)
    const { pending } = this.store.getState()
    const left = pending.filter(({ id, message }) => message === null || !known.has(id))
    if (left.length < pending.length) this.store.setState({ pending: left })
  }

  async #deliver(pending: Pending): Promise<void> {
    try {
      const message = await this.#ports.send(pending)
      this.#replace(pending.id, { ...pending, message })
    } catch (error) {
      this.#replace(pending.id)
      this.#ports.giveBack(pending, error)
    }
  }

  #replace(id: MessageId, ...by: Pending[]): void {
    this.store.setState(({ pending }) => ({ pending: pending.flatMap((other) => (other.id === id ? by : [other])) }))
  }
}

/** `messages` followed by what the history does not show yet. A message keeps its id, so it is the same row before and after. */
export function withPending(messages: readonly Message[], pending: readonly Pending[]): readonly Message[] {
  if (pending.length === 0) return messages
  const known = recentIds(messages)
  const end = messages.at(-1)?.position ?? 0
  return [
    ...messages,
    ...pending
      .filter(({ id }) => !known.has(id))
      .map(
        ({ id, conversationId, text, ranges, quote, sentAt, message }, index): Message =>
          message ?? {
            id,
            conversationId,
            own: true,
            position: end + index + 1,
            sentAt,
            body: { kind: 'text', text, ranges: [...ranges], quote, forwarded: false },
            editedAt: null,
            reactions: [],
            expiresAfter: null,
            expiresAt: null,
            delivery: 'waiting',
            error: null,
          },
      ),
  ]
}

/** What goes back into the box: the returned text before what was written since. */
export function joined(returned: string, since: string): string {
  return since.trim() === '' ? returned : `${returned}\n${since}`
}
