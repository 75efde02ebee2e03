/** The messages of one open conversation, merged from its event stream and from older pages. Has no knowledge of how they look. */
import type { Message, TimelineEvent } from '../../../shared/contract/conversations.ts'
import { unreachable } from '../../../shared/errors.ts'

export interface History {
  /** By position, each once. */
  readonly messages: readonly Message[]
  /** Whether older messages exist beyond the first one here. */
  readonly more: boolean
  /** False until the first snapshot. */
  readonly loaded: boolean
}

export const emptyHistory: History = { messages: [], more: false, loaded: false }

/** `later` wins where an id stands in both. */
function merged(earlier: readonly Message[], later: readonly Message[]): Message[] {
  const byId = new Map(earlier.map((message) => [message.id, message]))
  for (const message of later) byId.set(message.id, message)
  return [...byId.values()].sort((a, b) => a.position - b.position)
}

/** A new snapshot keeps what was scrolled back to only where both touch: a gap must not look like a conversation. */
function withSnapshot(history: History, messages: readonly Message[], more: boolean): History {
  const [first] = messages
  const joined = first !== undefined && history.messages.some((message) => message.id === first.id)
  if (!joined) return { messages: merged([], messages), more, loaded: true }
  const before = history.messages.filter((message) => message.position < first.position)
  return { messages: merged(before, messages), more: before.length > 0 ? history.more : more, loaded: true }
}

/** The history after one event of `conversations.timeline`. */
export function afterEvent(history: History, event: TimelineEvent): History {
  switch (event.type) {
    case 'snapshot':
      return withSnapshot(history, event.messages, event.more)
    case 'upsert':
      return { ...history, messages: merged(history.messages, event.messages) }
    case 'removed': {
      const gone = new Set<string>(event.ids)
      return { ...history, messages: history.messages.filter((message) => !gone.has(message.id)) }
    }
    default:
      return unreachable(event)
  }
}

/** The history with a page of `conversations.older` in front. */
export function withOlder(history: History, page: { messages: readonly Message[]; more: boolean }): History {
  return { ...history, messages: merged(page.messages, history.messages), more: page.more }
}
