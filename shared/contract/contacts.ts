/** Contract of contacts and of the invite links that lead to them. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AccountId, ConversationId } from '../ids.ts'

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
  name: z.string(),
  /** Added by invite link, or compared by safety number. */
  verified: z.boolean(),
})
export type Contact = z.infer<typeof Contact>

export const contacts = {
  watch: oc.output(eventIterator(z.array(Contact))),
  /** Opens a conversation with `name`, `name@relay` or whoever made the invite link. */
  start: oc
    .input(z.object({ usernameOrInvite: z.string().trim().min(1).max(4096) }))
    .output(z.object({ conversationId: ConversationId })),
  /** 60 digits in 12 groups of 5 (Signal's fingerprint, version 2). */
  safetyNumber: oc.input(z.object({ id: AccountId })).output(z.object({ digits: z.string().length(60) })),
  invites: oc.output(z.array(Invite)),
  createInvite: oc.output(Invite),
  revokeInvite: oc.input(z.object({ id: z.string() })).output(z.void()),
}
