/** Which messages are chosen. Has no knowledge of components. */
import type { Message } from '../../../shared/contract/conversations.ts'
import type { MessageId } from '../../../shared/ids.ts'

export interface Selection {
  /** By id: what was chosen stays, also when it is scrolled out of memory. */
  readonly chosen: ReadonlyMap<MessageId, Message>
  /** Where a range begins. */
  readonly anchor: MessageId | null
}

/** As many as can be deleted at once. */
export const mostSelected = 1000

/** Calls can be deleted, notices are the program's own. */
export const canSelect = ({ body }: Message): boolean => body.kind !== 'notice' && body.kind !== 'timer'

const added = (selection: Selection, messages: readonly Message[], anchor: MessageId | null): Selection => {
  const chosen = new Map(selection.chosen)
  for (const message of messages) {
    if (chosen.size >= mostSelected) break
    if (canSelect(message)) chosen.set(message.id, message)
  }
  return { chosen, anchor }
}

export const begun = (message: Message): Selection => ({ chosen: new Map([[message.id, message]]), anchor: message.id })

export function toggled(selection: Selection, message: Message): Selection {
  if (!selection.chosen.has(message.id)) return added(selection, [message], message.id)
  const chosen = new Map(selection.chosen)
  chosen.delete(message.id)
  return { chosen, anchor: message.id }
}

/** All from the anchor to `message`, both included. */
export function extended(selection: Selection, messages: readonly Message[], message: Message): Selection {
  const from = messages.findIndex(({ id }) => id === selection.anchor)
  const to = messages.findIndex(({ id }) => id === message.id)
  if (from < 0 || to < 0) return toggled(selection, message)
  return added(selection, messages.slice(Math.min(from, to), Math.max(from, to) + 1), selection.anchor)
}

export const withAll = (selection: Selection, messages: readonly Message[]): Selection =>
  added(selection, messages.toReversed(), selection.anchor)

/** In the order of the timeline, as they are now; what is gone is left out. */
export function chosenOf({ chosen }: Selection, messages: readonly Message[]): Message[] {
  const now = new Map(messages.map((message) => [message.id, message]))
  return [...chosen.values()].map((message) => now.get(message.id) ?? message).sort((a, b) => a.position - b.position)
}
