/** Contract of the profile: opening, creating and unlocking what one person keeps on this computer. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { AccountId } from '../ids.ts'
import { Progress } from './backup.ts'
import { ErrorSchema } from './error.ts'
import { maxAboutLength, Picture, PictureId } from './person.ts'
import { PathToken } from './transfers.ts'

export const FormerAddress = z.object({
  /** `username@relay-host`. */
  address: z.string(),
  /** Milliseconds since the epoch when the account there is deleted; null for the relay of this computer, which the user ends. */
  until: z.number().nullable(),
  ownRelay: z.boolean(),
})
export type FormerAddress = z.infer<typeof FormerAddress>

export const Account = z.object({
  id: AccountId,
  username: z.string(),
  displayName: z.string(),
  /** What the user says of themselves to contacts, one line; may be empty. */
  about: z.string(),
  picture: PictureId.nullable(),
  /** `username@relay-host`, with a port where it is not the usual one. */
  address: z.string(),
  relayUrl: z.string(),
  /** True where this computer runs the account's relay itself. */
  ownRelay: z.boolean(),
  /** Where the account was before, the latest first: what is sent there still arrives. */
  former: z.array(FormerAddress),
})
export type Account = z.infer<typeof Account>

export const ProfileState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('opening') }),
  /** Nothing here yet: onboarding. */
  z.object({ state: z.literal('new'), passphraseNeeded: z.boolean() }),
  /** The key is not at hand: a passphrase or the recovery phrase opens it. */
  z.object({
    state: z.literal('locked'),
    reason: z.enum(['passphrase', 'keychain-changed']),
    /** A call or a transfer that was going on is finished first; calls are still answered. */
    finishing: z.boolean(),
  }),
  z.object({
    state: z.literal('open'),
    account: Account,
    /** `passphrase`: it is asked for, so that the profile can be locked. `keychain`: the profile can do without one. */
    protection: z.object({ passphrase: z.boolean(), keychain: z.boolean() }),
  }),
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

const Passphrase = z.string().min(1).max(1024)

const UnlockSecret = z.discriminatedUnion('with', [
  z.object({ with: z.literal('passphrase'), passphrase: Passphrase }),
  z.object({
    with: z.literal('recovery'),
    phrase: z.string().min(1).max(1024),
    /** Needed where the profile has a passphrase or the system has no keychain. */
    newPassphrase: Passphrase.optional(),
  }),
])

/** `createdAt`: milliseconds since the epoch; `passphrase`: one opens it, and from then on the profile. */
export const BackupInfo = z.object({ createdAt: z.number(), passphrase: z.boolean() })
export type BackupInfo = z.infer<typeof BackupInfo>

export const RestoreEvent = z.discriminatedUnion('type', [
  Progress.extend({ type: z.literal('progress') }),
  /** The last event: the profile is open. */
  z.object({ type: z.literal('done') }),
])
export type RestoreEvent = z.infer<typeof RestoreEvent>

export const profile = {
  watch: oc.output(eventIterator(ProfileState)),
  create: oc
    .input(
      z.object({
        relay: RelayChoice,
        username: z.string().trim().min(1).max(64),
        displayName: z.string().trim().min(1).max(64),
        /** Asked for from then on. Needed where the system has no keychain. */
        passphrase: Passphrase.optional(),
      }),
    )
    /** `inviteFrom`: the conversation that an invite link led to. */
    .output(z.object({ recoveryPhrase: z.array(z.string()).length(24), inviteFrom: z.string().nullable() })),
  unlock: oc.input(UnlockSecret).output(z.void()),
  /** Looks at a backup. Raises `not-a-backup`, `backup-damaged`, `backup-newer-version`, `file-vanished`, `file-unreadable`. */
  inspectBackup: oc.input(z.object({ file: PathToken })).output(BackupInfo),
  /**
   * Brings a backup back, where there is no profile yet: this computer has the account from then on. Whoever stops
   * listening stops it, and nothing of it stays. Raises besides: `wrong-passphrase`, `wrong-recovery-phrase`,
   * `passphrase-needed`, `rate-limited`, `keychain-unavailable`, `disk-full`, `profile-newer-version`, `profile-damaged`.
   */
  restore: oc.input(z.object({ file: PathToken, secret: UnlockSecret })).output(eventIterator(RestoreEvent)),
  /**
   * Closes the profile until the passphrase is given. What is going on, a call or a transfer, is finished first.
   * Raises `passphrase-needed` where nothing would be asked for.
   */
  lock: oc.output(z.void()),
  /** Somebody uses the application; said again every few seconds, else the profile is locked when the time is up. */
  touch: oc.output(z.void()),
  /**
   * Sets, changes or (`next` null) takes away the passphrase; `current` is the one there is.
   * Raises `wrong-passphrase`, `rate-limited`, `passphrase-needed`, `keychain-unavailable`.
   */
  setPassphrase: oc.input(z.object({ current: Passphrase.optional(), next: Passphrase.nullable() })).output(z.void()),
  /** Reads the whole database. */
  checkDatabase: oc.output(z.object({ sound: z.boolean() })),
  /**
   * Makes a new database of what can be read of a damaged one, which is kept in the profile's folder, and opens it; an open
   * profile is closed for it. `complete`: nothing was lost. Raises `profile-locked` (with `reason` as in the state) where
   * somebody has to be asked, `wrong-passphrase`, `wrong-recovery-phrase`, `rate-limited`, `disk-full`, and `profile-damaged`
   * where nothing can be done.
   */
  repair: oc.input(z.object({ secret: UnlockSecret.optional() })).output(z.object({ complete: z.boolean() })),
  /** Moves a profile that cannot be opened aside, so that a backup can be brought back, or another one made. */
  setAside: oc.output(z.void()),
  /** Shows the recovery phrase again. Raises `wrong-passphrase` and `rate-limited` where there is a passphrase. */
  recoveryPhrase: oc.input(z.object({ passphrase: Passphrase.optional() })).output(z.array(z.string()).length(24)),
  /**
   * The account goes on at another relay, under this name there: contacts are told, and what is sent to the address of before
   * still arrives for 30 days. Until it is registered there nothing changes. Raises what {@link create} raises of relays and
   * names, `relay-same`, `relay-local` where others could not reach it any more, `call-busy` in a call.
   */
  move: oc.input(z.object({ relay: RelayChoice, username: z.string().trim().min(1).max(64) })).output(z.void()),
  /**
   * Deletes the account at a relay of before at once. `anyway`: also where that relay cannot be told. Raises `not-found` and
   * the errors of the way there.
   */
  leaveFormer: oc.input(z.object({ address: z.string(), anyway: z.boolean() })).output(z.void()),
  /**
   * Goes on with the account here, after the relay has said `device-replaced`: the other computer is shut out. Does nothing where
   * this one has it.
   */
  takeOver: oc.output(z.void()),
  rename: oc.input(z.object({ displayName: z.string().trim().min(1).max(64) })).output(z.void()),
  /** What contacts see besides the name; what is left out stays. Raises `invalid-input` for what is no such picture. */
  describe: oc
    .input(z.object({ about: z.string().max(maxAboutLength).optional(), picture: Picture.nullable().optional() }))
    .output(z.void()),
}
