/** The number that two people compare to know that nobody stands between them. */
import { Fingerprint, PublicKey, ScannableFingerprint } from '@signalapp/libsignal-client'
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

export interface SafetyNumber {
  /** 60; both sides get the same. */
  readonly digits: string
  /** libsignal's ScannableFingerprint: the same for a camera, from the side of whoever shows it. */
  readonly scannable: Uint8Array
  /** Whether a scannable fingerprint of the other side is that of this number; false for any other bytes. */
  matches(scannable: Uint8Array): boolean
}

export function safetyNumber(own: Party, other: Party): SafetyNumber {
  const [ownKey, otherKey] = [own, other].map(({ identityKey }) => PublicKey.deserialize(new Uint8Array(identityKey)))
  if (ownKey === undefined || otherKey === undefined) throw new Error('a party without a key')
  const [ownId, otherId] = [new Uint8Array(parse(own.account)), new Uint8Array(parse(other.account))]
  const fingerprint = Fingerprint.new(iterations, version, ownId, ownKey, otherId, otherKey)
  const scannable = fingerprint.scannableFingerprint()
  return {
    digits: fingerprint.displayableFingerprint().toString(),
    scannable: scannable.toBuffer(),
    matches: (bytes) => {
      try {
        return scannable.compare(ScannableFingerprint._fromBuffer(new Uint8Array(bytes)))
      } catch {
        return false
      }
    },
  }
}
