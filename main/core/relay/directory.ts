/** What the relay room asks about people. The contacts room answers; this room does not know it. */
import type { AccountId } from '../../../shared/ids.ts'
import type { Introduction } from '../../../shared/wire/gen/content_pb.js'
import type { CertificateTrust } from '../protocol/index.ts'
import type { Tx } from '../store/index.ts'
import type { Sender } from './messaging.ts'
import type { RelayPlace } from './relays.ts'

/** What lets us deliver to somebody without naming ourselves. */
export type Access =
  | { readonly kind: 'delivery'; readonly token: Uint8Array }
  /** From an invite link. */
  | { readonly kind: 'request'; readonly token: Uint8Array }
  /** A stranger's request: the relay lets few of them through. */
  | { readonly kind: 'open' }

export interface Peer {
  readonly relay: RelayPlace
  readonly access: Access
  /** What we send carries our Introduction. */
  readonly introduce: boolean
  /** False while a stranger's request has not been accepted: nothing is sent, nothing revealed. */
  readonly accepted: boolean
  /** SHA-256 of the identity key that an invite link or a relay named; null where none did. */
  readonly identityFingerprint: Uint8Array | null
  /** Nothing is sent to them, and nothing of theirs is taken. */
  readonly blocked: boolean
  /** Their identity is another than the one that was verified, and the user has not looked at it: nothing is sent. */
  readonly unconfirmed: boolean
  /** The token that we had is refused: what we send asks for another one. */
  readonly asksIntroduction: boolean
}

/** What an identity key is to an account: the known one, one before it, another one that it may have, or none of it. */
export type IdentityJudgement = 'known' | 'earlier' | 'changed' | 'refused'

/**
 * What follows when a relay does not take an access any more. `other`: there is another way, tried at once. `later`:
 * there is another way, but word of a better one may be about to come in. `none`: there is none.
 */
export type AfterRefusal = 'other' | 'later' | 'none'

/** Somebody we do not know, in the moment of their first content. */
export interface Stranger {
  readonly sender: Sender
  readonly introduction: Introduction
  /** The sender's, of the content that the introduction came with. */
  readonly counter: bigint
  /** Milliseconds since the epoch when our relay took it: the time at which the certificate is judged, then and later. */
  readonly receivedAt: number
  /** libsignal SenderCertificate, serialized. `trusted`: by the root of our own relay. */
  readonly certificate: { readonly bytes: Uint8Array; readonly trust: CertificateTrust }
  /** Serialized, 33 bytes. */
  readonly identityKey: Uint8Array
}

export interface Directory {
  /** Null for somebody we do not know. Reads through the running transaction. */
  peer(account: AccountId): Peer | null
  /** Where they were lately, the latest first: what was left for them, or by them, may still be there. */
  formerRelays(account: AccountId): readonly RelayPlace[]
  /** Remembers a stranger as a request; false where the introduction cannot be used, then the content is dropped. */
  admit(tx: Tx, stranger: Stranger): boolean
  /** A content of somebody we know has come. `counter`: the sender's, 0 where there is none. */
  heard(tx: Tx, sender: Sender, introduction: Introduction | undefined, counter: bigint): void
  /** The relay does not take this access any more. */
  accessRefused(tx: Tx, account: AccountId, access: Access): AfterRefusal
  /** Somebody writes who has no good token of ours any more. */
  introductionAsked(tx: Tx, account: AccountId): void
  /**
   * `identityKey`: as a bundle or a certificate under the root of the account's relay says. `at`: milliseconds since the
   * epoch when the relay took what it came with; null for a bundle.
   */
  judgeIdentity(account: AccountId, identityKey: Uint8Array, at: number | null): IdentityJudgement
  /** Takes over an identity that was judged as `changed`. `at`: milliseconds since the epoch. */
  identityChanged(tx: Tx, account: AccountId, identityKey: Uint8Array, at: number): void
}
