/** Notes to oneself: a conversation whose contents never leave this computer. SPEC.md M-79. */
import { type AccountId, newMessageId } from '../../../shared/ids.ts'
import type { Messaging } from '../relay/index.ts'

/** The same, but that what is said to oneself goes nowhere: there is no outcome, and nothing to take back. */
export function keepingNotes(messaging: Messaging, self: AccountId): Messaging {
  return {
    ...messaging,
    enqueue: (tx, to, body, options) =>
      to === self ? (options?.id ?? newMessageId()) : messaging.enqueue(tx, to, body, options),
    withdraw: (tx, to, id) => to === self || messaging.withdraw(tx, to, id),
  }
}
