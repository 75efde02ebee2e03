/** The number that two people compare to know that nobody stands between them. */
import { Fingerprint, PublicKey } from '@signalapp/libsignal-client'
import { parse } from 'uuid'
import type { AccountId } from '../../../shared/ids.ts'

/** Signal's own choices: version 2 (identifiers are account ids), 5200 iterations of SHA-512. */
const version = 2
const iterations = 5200

export interface Party {
  readonly account: AccountId
  /** libsignal public identity key, 33 bytes. */
  readonly identityKey: Uint8Array
}

/** Gives the 60 digits; both sides get the same. */
export function safetyNumber(own: Party, other: Party): string {
  const [ownKey, otherKey] = [own, other].map(({ identityKey }) => PublicKey.deserialize(new Uint8Array(identityKey)))
  if (ownKey === undefined || otherKey === undefined) throw new Error('a party without a key')
  const [ownId, otherId] = [new Uint8Array(parse(own.account)), new Uint8Array(parse(other.account))]
  return Fingerprint.new(iterations, version, ownId, ownKey, otherId, otherKey).displayableFingerprint().toString()
}
