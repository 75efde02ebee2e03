/**
 * Which identity an account has, and what follows when that is another one than before: word in the timeline, and where
 * the one before was verified, nothing is sent until the user has looked. Has no knowledge of envelopes. SPEC.md M-40 ff.
 */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../../shared/ids.ts'
import type { IdentityJudgement } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { readContact, writeContact } from './table.ts'
import {
  changeTrust,
  deleteIdentitiesBefore,
  readEarlierIdentity,
  readLastIdentityChange,
  readTrust,
  replaceIdentity,
} from './trust-table.ts'

/** As long as an envelope may wait in a mailbox, in milliseconds: so long something of an earlier identity may still come. */
const earlierMs = 30 * 24 * 60 * 60 * 1000
/** A relay that changes its mind again and again gets one notice in this time, in milliseconds. */
const noticeEveryMs = 60_000

/** Serialized identity key to the fingerprint that contacts keep of it. */
export const fingerprintOfKey = (identityKey: Uint8Array): Buffer => createHash('sha256').update(identityKey).digest()

export function judgeIdentity(
  { db }: Pick<Store, 'db'>,
  account: AccountId,
  identityKey: Uint8Array,
  at: number | null,
): IdentityJudgement {
  const contact = readContact(db, account)
  if (contact === null) return 'refused'
  const fingerprint = fingerprintOfKey(identityKey)
  const { identityFingerprint: known } = contact
  if (known === null || fingerprint.equals(known)) return 'known'
  // Anybody may claim to be a stranger of a relay that has not been asked.
  if (contact.state === 'request') return 'refused'
  const until = readEarlierIdentity(db, account, fingerprint)
  // What was written before the change is what it was; later it is another change, back again.
  return until !== null && at !== null && at <= until ? 'earlier' : 'changed'
}

/** Takes an identity over; `notice` is called where the user is to hear of it. `at`: milliseconds since the epoch. */
export function takeIdentity(
  tx: Tx,
  { account, identityKey, at }: { account: AccountId; identityKey: Uint8Array; at: number },
  notice: () => void,
): void {
  const contact = readContact(tx.db, account)
  const fingerprint = fingerprintOfKey(identityKey)
  const before = contact?.identityFingerprint ?? null
  if (contact === null || before === null || fingerprint.equals(before)) return
  const last = readLastIdentityChange(tx.db, account)
  deleteIdentitiesBefore(tx, at - earlierMs)
  replaceIdentity(tx, account, { before, now: fingerprint, until: at })
  if (contact.verified === 1) changeTrust(tx, account, { unconfirmed: true })
  // Whoever has a new identity has nothing else of before either: not who we are, nor our token.
  writeContact(tx, { ...contact, identityFingerprint: fingerprint, verified: 0, introduce: 1, introduced: 0 })
  const isFlood = contact.verified === 0 && last !== null && Math.abs(at - last) < noticeEveryMs
  if (!isFlood) notice()
}

/** Whether nothing is sent to somebody until the user has looked at their new identity. */
export const isUnconfirmed = ({ db }: Pick<Store, 'db'>, account: AccountId): boolean =>
  readTrust(db, account).unconfirmed
