/** Answers the contract of contacts. */
import { implement } from '@orpc/server'
import { contacts as contract } from '../../../shared/contract/index.ts'
import { type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import type { Blocking } from './blocking.ts'
import type { Contacts } from './contacts.ts'
import type { Invites } from './invites.ts'
import type { Presence } from './presence.ts'
import type { Profiles } from './profiles.ts'
import type { Verification } from './verification.ts'

export interface ContactsRooms {
  readonly contacts: Contacts
  readonly invites: Invites
  readonly verification: Verification
  readonly blocking: Blocking
  readonly profiles: Profiles
  readonly presence: Presence
  /** Begins to talk to the person whom a message hands on. */
  readonly startCard: (message: MessageId) => Promise<ConversationId>
}

export function contactsRouter(rooms: ContactsRooms) {
  const { contacts, invites, verification, blocking, profiles, presence, startCard } = rooms
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => contacts.watch(signal)),
    start: os.start.handler(async ({ input }) => ({
      conversationId: conversationWith(await contacts.start(input.usernameOrInvite)),
    })),
    startCard: os.startCard.handler(async ({ input }) => ({ conversationId: await startCard(input.messageId) })),
    setNickname: os.setNickname.handler(({ input }) => contacts.setNickname(input.id, input.nickname)),
    presence: os.presence.handler(({ signal }) => presence.watch(signal)),
    picture: os.picture.handler(({ input }) => profiles.picture(input.id)),
    safetyNumber: os.safetyNumber.handler(({ input }) => verification.safetyNumber(input.id)),
    compareSafetyNumber: os.compareSafetyNumber.handler(({ input }) => ({
      same: verification.compare(input.id, input.seen),
    })),
    setVerified: os.setVerified.handler(({ input }) =>
      verification.setVerified(input.id, input.verified, input.digits),
    ),
    confirmIdentity: os.confirmIdentity.handler(({ input }) => verification.confirmIdentity(input.id, input.digits)),
    watchBlocked: os.watchBlocked.handler(({ signal }) => contacts.watchBlocked(signal)),
    block: os.block.handler(({ input }) => blocking.block(input.id, input.revokeInvites)),
    unblock: os.unblock.handler(({ input }) => blocking.unblock(input.id)),
    invites: os.invites.handler(() => invites.list()),
    createInvite: os.createInvite.handler(() => invites.create()),
    revokeInvite: os.revokeInvite.handler(({ input }) => invites.revoke(input.id)),
  })
}
