/** Notes to oneself: a conversation whose contents never leave this computer. SPEC.md M-79. */
import { type AccountId, newMessageId } from '../../../shared/ids.ts'
import type { Messaging, Outcome } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'

/** The same, but for what is said to oneself: that has arrived as soon as it is said, and nowhere else. */
export function keepingNotes(messaging: Messaging, self: AccountId): Messaging {
  const handlers: ((tx: Tx, outcome: Outcome) => void)[] = []
  return {
    ...messaging,
    onOutcome: (handler) => {
      handlers.push(handler)
      messaging.onOutcome(handler)
    },
    enqueue: (tx, to, body, options) => {
      if (to !== self) return messaging.enqueue(tx, to, body, options)
      const id = options?.id ?? newMessageId()
      for (const handler of handlers) handler(tx, { id, to, state: 'sent' })
      return id
    },
    withdraw: (tx, to, id) => to === self || messaging.withdraw(tx, to, id),
  }
}
