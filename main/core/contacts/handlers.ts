/** Answers the contract of contacts. */
import { implement } from '@orpc/server'
import { contacts as contract } from '../../../shared/contract/index.ts'
import { conversationWith } from '../../../shared/ids.ts'
import type { Contacts } from './contacts.ts'
import type { Invites } from './invites.ts'

export function contactsRouter(contacts: Contacts, invites: Invites) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => contacts.watch(signal)),
    start: os.start.handler(async ({ input }) => ({
      conversationId: conversationWith(await contacts.start(input.usernameOrInvite)),
    })),
    safetyNumber: os.safetyNumber.handler(({ input }) => ({ digits: contacts.safetyNumber(input.id) })),
    invites: os.invites.handler(() => invites.list()),
    createInvite: os.createInvite.handler(() => invites.create()),
    revokeInvite: os.revokeInvite.handler(({ input }) => invites.revoke(input.id)),
  })
}
