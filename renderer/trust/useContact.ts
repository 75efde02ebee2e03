/** One contact out of the stream of all. */
import type { Contact } from '../../shared/contract/contacts.ts'
import type { AccountId } from '../../shared/ids.ts'
import { useContacts } from '../app/streams.ts'

/** Undefined before it is known, and for strangers. */
export function useContact(id: AccountId): Contact | undefined {
  return useContacts()?.find((contact) => contact.id === id)
}
