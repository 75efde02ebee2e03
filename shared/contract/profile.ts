/** Contract of the profile: opening, creating and unlocking what one person keeps on this computer. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AccountId } from '../ids.ts'
import { ErrorSchema } from './error.ts'

export const Account = z.object({
  id: AccountId,
  username: z.string(),
  displayName: z.string(),
  /** `username@relay-host`, with a port where it is not the usual one. */
  address: z.string(),
  relayUrl: z.string(),
  /** True where this computer runs the account's relay itself. */
  ownRelay: z.boolean(),
})
export type Account = z.infer<typeof Account>

export const ProfileState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('opening') }),
  /** Nothing here yet: onboarding. */
  z.object({ state: z.literal('new'), passphraseNeeded: z.boolean() }),
  /** The key is not at hand: a passphrase or the recovery phrase opens it. */
  z.object({ state: z.literal('locked'), reason: z.enum(['passphrase', 'keychain-changed']) }),
  z.object({ state: z.literal('open'), account: Account }),
  z.object({ state: z.literal('failed'), error: ErrorSchema }),
])
export type ProfileState = z.infer<typeof ProfileState>

export const RelayChoice = z.discriminatedUnion('kind', [
  /** An address such as `relay.example.org`, `https://host:port`, or an invite link. */
  z.object({ kind: z.literal('relay'), addressOrInvite: z.string().trim().min(1).max(4096) }),
  /** "This computer is the relay": for this computer alone or for the home network. */
  z.object({ kind: z.literal('own'), reach: z.enum(['computer', 'network']) }),
])
export type RelayChoice = z.infer<typeof RelayChoice>

export const profile = {
  watch: oc.output(eventIterator(ProfileState)),
  create: oc
    .input(
      z.object({
        relay: RelayChoice,
        username: z.string().trim().min(1).max(64),
        displayName: z.string().trim().min(1).max(64),
        /** Needed where the system has no keychain. */
        passphrase: z.string().min(1).max(1024).optional(),
      }),
    )
    /** `inviteFrom`: the conversation that an invite link led to. */
    .output(z.object({ recoveryPhrase: z.array(z.string()).length(24), inviteFrom: z.string().nullable() })),
  unlock: oc
    .input(
      z.discriminatedUnion('with', [
        z.object({ with: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
        z.object({
          with: z.literal('recovery'),
          phrase: z.string().min(1).max(1024),
          /** Sets a new passphrase where the system has no keychain. */
          newPassphrase: z.string().min(1).max(1024).optional(),
        }),
      ]),
    )
    .output(z.void()),
  /** Shows the recovery phrase again. */
  recoveryPhrase: oc.output(z.array(z.string()).length(24)),
  rename: oc.input(z.object({ displayName: z.string().trim().min(1).max(64) })).output(z.void()),
}
