/** Contract of contacts and of the invite links that lead to them. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AccountId, ConversationId, MessageId } from '../ids.ts'
import { Picture, PictureId } from './person.ts'

export const Invite = z.object({
  id: z.string(),
  /** `megachat://…` */
  link: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
})
export type Invite = z.infer<typeof Invite>

export const Contact = z.object({
  id: AccountId,
  address: z.string(),
  /** The nickname that the user has given them, else the name that they call themselves by. */
  name: z.string(),
  /** As they call themselves. */
  ownName: z.string(),
  /** Empty for none. */
  nickname: z.string(),
  about: z.string(),
  picture: PictureId.nullable(),
  /** Added by invite link, or compared by safety number. */
  verified: z.boolean(),
  /** They were verified and have another identity now: nothing is sent until `confirmIdentity` or `setVerified`. */
  identityChanged: z.boolean(),
  blocked: z.boolean(),
})
export type Contact = z.infer<typeof Contact>

/** When somebody who shows it to us, as we show it to them, uses the application. */
export const PersonPresence = z.object({
  id: AccountId,
  online: z.boolean(),
  /** When they were there last, milliseconds since the epoch by the own clock. */
  seenAt: z.number(),
})
export type PersonPresence = z.infer<typeof PersonPresence>

/** A safety number without spaces. */
export const SafetyDigits = z.string().regex(/^\d{60}$/u)

export const contacts = {
  watch: oc.output(eventIterator(z.array(Contact))),
  /** Opens a conversation with `name`, `name@relay` or whoever made the invite link. */
  start: oc
    .input(z.object({ usernameOrInvite: z.string().trim().min(1).max(4096) }))
    .output(z.object({ conversationId: ConversationId })),
  /** Opens a conversation with the person whom a message has handed on. Raises `contact-unknown`, `identity-changed`. */
  startCard: oc.input(z.object({ messageId: MessageId })).output(z.object({ conversationId: ConversationId })),
  /** A name for this computer alone; empty for their own. */
  setNickname: oc.input(z.object({ id: AccountId, nickname: z.string().trim().max(64) })).output(z.void()),
  /** Nobody while the setting `presence` is off. */
  presence: oc.output(eventIterator(z.array(PersonPresence))),
  /** Of a contact, or the own one. Raises `not-found`. */
  picture: oc.input(z.object({ id: AccountId })).output(Picture),
  /**
   * 60 digits in 12 groups of 5 (Signal's fingerprint, version 2), and `code`: the same as text of a QR code, to be shown to
   * the other side. Raises `not-found` before their key is known.
   */
  safetyNumber: oc.input(z.object({ id: AccountId })).output(z.object({ digits: SafetyDigits, code: z.string() })),
  /** `seen`: the digits that the other side sees, in any grouping, or the text of their QR code; else `invalid-input`. */
  compareSafetyNumber: oc
    .input(z.object({ id: AccountId, seen: z.string().max(1024) }))
    .output(z.object({ same: z.boolean() })),
  /** `digits`: those that the user has compared; raises `identity-changed` where they are not right any more. */
  setVerified: oc.input(z.object({ id: AccountId, verified: z.boolean(), digits: SafetyDigits })).output(z.void()),
  /** Sends to a changed identity without having compared it. `digits` as for `setVerified`. */
  confirmIdentity: oc.input(z.object({ id: AccountId, digits: SafetyDigits })).output(z.void()),
  /** The blocked, strangers among them, the last one first. */
  watchBlocked: oc.output(eventIterator(z.array(Contact))),
  /** Ends calls and transfers with them and drops what they send. `revokeInvites`: no invite link leads here any more. */
  block: oc.input(z.object({ id: AccountId, revokeInvites: z.boolean() })).output(z.void()),
  unblock: oc.input(z.object({ id: AccountId })).output(z.void()),
  invites: oc.output(z.array(Invite)),
  createInvite: oc.output(Invite),
  revokeInvite: oc.input(z.object({ id: z.string() })).output(z.void()),
}
