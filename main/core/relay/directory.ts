/** What the relay room asks about people. The contacts room answers; this room does not know it. */
import type { AccountId } from '../../../shared/ids.ts'
import type { Introduction } from '../../../shared/wire/gen/content_pb.js'
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
}

/** Somebody we do not know, in the moment of their first content. */
export interface Stranger {
  readonly sender: Sender
  readonly introduction: Introduction
  /** The sender's, of the content that the introduction came with. */
  readonly counter: bigint
  /** Milliseconds since the epoch when our relay took it: the time at which the certificate is judged, then and later. */
  readonly receivedAt: number
  /** libsignal SenderCertificate, serialized. `trusted`: by the root of our own relay. */
  readonly certificate: { readonly bytes: Uint8Array; readonly trust: 'trusted' | 'unchecked' }
  /** Serialized, 33 bytes. */
  readonly identityKey: Uint8Array
}

export interface Directory {
  /** Null for somebody we do not know. Reads through the running transaction. */
  peer(account: AccountId): Peer | null
  /** Remembers a stranger as a request; false where the introduction cannot be used, then the content is dropped. */
  admit(tx: Tx, stranger: Stranger): boolean
  /** A content of somebody we know has come. `counter`: the sender's, 0 where there is none. */
  heard(tx: Tx, sender: Sender, introduction: Introduction | undefined, counter: bigint): void
  /** The relay does not take this access any more. True where there is another one now: then delivery is tried again. */
  accessRefused(tx: Tx, account: AccountId, access: Access): boolean
}
