/**
 * Messages between the press of Enter and the core's answer: shown at once, sent in order, given back when the call fails.
 * Has no knowledge of how they travel.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Message } from '../../../shared/contract/conversations.ts'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'

export interface Pending {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly sentAt: number
}

export interface OutgoingPorts {
  readonly send: (message: Pending) => Promise<unknown>
  /** The call failed: `text` must go back to where it was written. */
  readonly giveBack: (message: Pending, error: unknown) => void
  readonly newId: () => MessageId
  readonly now: () => number
}

export class Outgoing {
  readonly #ports: OutgoingPorts
  /** One call after the other: two quick messages keep their order. */
  readonly #last = new Map<ConversationId, Promise<void>>()
  readonly store: StoreApi<{ readonly pending: readonly Pending[] }> = createStore(() => ({ pending: [] }))

  constructor(ports: OutgoingPorts) {
    this.#ports = ports
  }

  /** Resolves when the core has the message, or after it was given back. */
  send(conversationId: ConversationId, text: string): Promise<void> {
    const message: Pending = { id: this.#ports.newId(), conversationId, text, sentAt: this.#ports.now() }
    this.store.setState(({ pending }) => ({ pending: [...pending, message] }))
    const sent = (this.#last.get(conversationId) ?? Promise.resolve()).then(() => this.#deliver(message))
    this.#last.set(conversationId, sent)
    return sent
  }

  async #deliver(message: Pending): Promise<void> {
    try {
      await this.#ports.send(message)
    } catch (error) {
      this.#ports.giveBack(message, error)
    } finally {
      this.store.setState(({ pending }) => ({ pending: pending.filter((other) => other.id !== message.id) }))
    }
  }
}

/** `messages` followed by what the core has not shown yet. A message keeps its id, so it is the same row before and after. */
export function withPending(messages: readonly Message[], pending: readonly Pending[]): readonly Message[] {
  if (pending.length === 0) return messages
  const known = new Set<string>(messages.slice(-200).map((message) => message.id))
  const end = messages.at(-1)?.position ?? 0
  return [
    ...messages,
    ...pending
      .filter(({ id }) => !known.has(id))
      .map(
        ({ id, conversationId, text, sentAt }, index): Message => ({
          id,
          conversationId,
          own: true,
          position: end + index + 1,
          sentAt,
          body: { kind: 'text', text },
          delivery: 'waiting',
          error: null,
        }),
      ),
  ]
}

/** What goes back into the box: the returned text before what was written since. */
export function joined(returned: string, since: string): string {
  return since.trim() === '' ? returned : `${returned}\n${since}`
}
