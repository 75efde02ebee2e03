/** What each part of the conversations room works with. */
import type { Settings } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { AccountId, type ConversationId } from '../../../shared/ids.ts'
import type { Contacts } from '../contacts/index.ts'
import type { Messaging } from '../relay/index.ts'
import type { Store } from '../store/index.ts'
import type { Messages } from './messages.ts'

export interface Room {
  readonly store: Store
  readonly contacts: Contacts
  readonly messaging: Messaging
  readonly messages: Messages
  /** The own account. */
  readonly self: AccountId
  readonly settings: () => Settings
}

/** Whom the user talks to there; raises `not-found`, also for a stranger: nothing is said before acceptance. */
export function counterpart(
  { contacts, self }: Pick<Room, 'contacts' | 'self'>,
  conversation: ConversationId,
): AccountId {
  const account = AccountId.parse(conversation)
  if (account === self) return account
  const contact = contacts.get(account)
  if (contact === null || contact.state === 'request') throw new AppError('not-found')
  return account
}

/** Whether both have accepted each other: then each may know when the other reads and writes. */
export function isAccepted({ contacts }: Pick<Room, 'contacts'>, account: AccountId): boolean {
  return contacts.get(account)?.state === 'accepted'
}
