/** What the rooms above see of the Signal protocol: addresses, units of work, sealed and opened envelopes. */
import type { AccountId, DeviceId } from '../../../shared/ids.ts'
import type { Tx } from '../store/index.ts'

/** One device of one account: a party of a session. */
export interface Address {
  readonly account: AccountId
  readonly device: DeviceId
}

/** Who we are. The identity room keeps it; the protocol only uses it. */
export interface LocalIdentity extends Address {
  /** libsignal's range: 1 to 16380. */
  readonly registrationId: number
  /** libsignal `IdentityKeyPair`, serialized. */
  readonly identityKeyPair: Uint8Array
}

/**
 * Sessions and keys as they are after the work so far, on top of what the database holds. Nothing is written before
 * `apply`; a unit that is never applied leaves no trace.
 */
export interface UnitOfWork {
  /** Runs `work` on a layer of its own that is kept only if `work` succeeds; its failure comes out unchanged. */
  attempt<T>(work: (trial: UnitOfWork) => Promise<T>): Promise<T>
  /** Writes everything into the caller's transaction. Once, and last: the unit is at its end. */
  apply(tx: Tx): void
}

/** Contents that nobody would miss are not asked for again when they cannot be decrypted. */
export type Hint = 'resendable' | 'implicit'

/** The bytes for one device of the recipient. */
export interface SealedForDevice {
  readonly device: DeviceId
  /** Of the session that was used; the relay refuses it as stale when the device has another by now. */
  readonly registrationId: number
  readonly ciphertext: Uint8Array
}

export interface Sealed {
  readonly devices: readonly SealedForDevice[]
  /**
   * Milliseconds since the epoch when the sender certificate inside runs out. What has not been delivered by then is
   * sealed anew (same message id, so the recipient shows nothing twice).
   */
  readonly expiresAt: number
}

export interface SealOptions {
  /** libsignal `SenderCertificate` of this device, serialized. */
  readonly certificate: Uint8Array
  readonly hint: Hint
}

/** Public keys of one device, as its relay gives them out; all serialized as libsignal does. */
export interface DeviceBundle {
  readonly device: DeviceId
  readonly registrationId: number
  readonly signed: { readonly id: number; readonly publicKey: Uint8Array; readonly signature: Uint8Array }
  readonly oneTime: { readonly id: number; readonly publicKey: Uint8Array } | null
  readonly kyber: { readonly id: number; readonly publicKey: Uint8Array; readonly signature: Uint8Array }
}

export interface AccountBundle {
  readonly identityKey: Uint8Array
  readonly devices: readonly DeviceBundle[]
}

/** By which roots (libsignal public keys, 33 bytes) the sender certificates of an account are judged. */
export type TrustRoots =
  /** The relay of this contact, and those where they were lately; another one counts only by what they say themselves. */
  | { readonly kind: 'contact'; readonly roots: readonly Uint8Array[] }
  /** A stranger: one of these roots makes the certificate trusted, any other leaves it unchecked for later. */
  | { readonly kind: 'stranger'; readonly roots: readonly Uint8Array[] }
  /** Somebody of whom nothing is taken: not even decrypted. */
  | { readonly kind: 'nobody' }

export interface OpenOptions {
  /** Milliseconds since the epoch by the relay's clock; for ephemeral envelopes the time now. The certificate is judged at it. */
  readonly receivedAt: number
  /** The envelope's id (16 bytes, UUIDv7 of the sender), by which a resend is asked for; null for ephemeral ones. */
  readonly envelopeId: Uint8Array | null
  /** Written by an identity of the account that has been replaced since: its sessions still decrypt, and begin nothing. */
  readonly earlierIdentity?: boolean
}

/**
 * - `trusted`: by a root that is known for the account
 * - `unchecked`: of a stranger, by a root that we do not know; to be judged before they are accepted
 * - `elsewhere`: of somebody we know, under the identity that we know, by another root than their relay's; counts only if the
 *   content itself says that they are there now
 */
export type CertificateTrust = 'trusted' | 'unchecked' | 'elsewhere'

/** What an envelope turned out to be. */
export type Opened =
  | {
      readonly kind: 'content'
      readonly sender: Address
      /** The content with its padding removed by any protobuf reader (field 100 is padding). */
      readonly content: Uint8Array
      /** Serialized. What is not `trusted` is to be judged with `isCertificateTrusted`: */
      readonly certificate: { readonly bytes: Uint8Array; readonly trust: CertificateTrust }
      /** Serialized public identity key of the sender, now stored. */
      readonly identityKey: Uint8Array
    }
  /** The sender could not decrypt something of ours. Came unencrypted, which is right for this alone. */
  | { readonly kind: 'resend-request'; readonly sender: Address; readonly request: Uint8Array }
  | { readonly kind: 'failure'; readonly failure: OpenFailure }

/** Why an envelope was not opened. The unit is as if it had never come. */
export type OpenFailure =
  /** Not an envelope for us, or bytes without meaning: drop it. */
  | { readonly reason: 'garbage' }
  /**
   * Was opened before: drop it. `request`: like that of `undecryptable`, for the case that the envelope is a new one: then
   * its sender's sessions were set back, by a backup for example, and it says something else than the one before.
   */
  | { readonly reason: 'duplicate'; readonly sender: Address; readonly request: Uint8Array | null }
  /** The certificate is not of the sender's relay, has run out, or does not name who wrote. */
  | { readonly reason: 'untrusted-certificate'; readonly sender: Address }
  /** From somebody of whom nothing is taken: drop it. */
  | { readonly reason: 'unwanted'; readonly sender: Address }
  /** Signed by another identity than the one we know of this account. */
  | { readonly reason: 'identity-changed'; readonly sender: Address; readonly identityKey: Uint8Array }
  /** No session fits. `request`: a serialized DecryptionErrorMessage to send back; null where nobody would miss the content. */
  | { readonly reason: 'undecryptable'; readonly sender: Address; readonly request: Uint8Array | null }

export interface Protocol {
  /**
   * Runs `work` while no other unit runs: a session must not change between being read and being written. Inside,
   * finish with `store.transaction((tx) => unit.apply(tx))`; what was not applied is dropped. Never wait for the network inside.
   */
  unitOfWork<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T>

  /** Whether a bundle must be fetched and processed before the next `seal` to this account. */
  needsBundle(unit: UnitOfWork, account: AccountId): boolean
  /**
   * Begins sessions with every device of a bundle (PQXDH). Raises `AppError`: `identity-changed`, or `relay-refused`
   * where a signature of the bundle is wrong.
   */
  processBundle(unit: UnitOfWork, account: AccountId, bundle: AccountBundle): Promise<void>
  /**
   * Encrypts `content` (unpadded protobuf) for every device of `to` that there is a session with.
   * Raises `AppError`: `too-large`, `identity-changed`, `not-found` where there is no session.
   */
  seal(unit: UnitOfWork, to: AccountId, content: Uint8Array, options: SealOptions): Promise<Sealed>
  /** Seals a resend request (`undecryptable.request`) for the one device whose message could not be decrypted. */
  sealResendRequest(
    unit: UnitOfWork,
    to: Address,
    request: Uint8Array,
    certificate: Uint8Array,
  ): Promise<SealedForDevice>
  /** Opens one envelope. Rejects for a failing database alone: whatever is wrong with the envelope is a value. */
  open(unit: UnitOfWork, ciphertext: Uint8Array, options: OpenOptions): Promise<Opened>

  /**
   * Takes a resend request: retires the session if it is the one that failed, so that the next content begins a new
   * one. Gives the reference (see `resendReference`) of the envelope that was lost; null where the request is not for us.
   */
  takeResendRequest(unit: UnitOfWork, from: Address, request: Uint8Array): { readonly reference: number } | null
  /** Retires the session with a device (stale, or reset): it still decrypts, but sending needs a new bundle. */
  archiveSession(unit: UnitOfWork, address: Address): void
  /**
   * From now on this is the identity of the account. Sessions with the one before are retired: they still decrypt what is
   * under way, and nothing is sealed for them any more.
   */
  replaceIdentity(unit: UnitOfWork, account: AccountId, identityKey: Uint8Array): void
  /** Forgets a device that the account no longer has. */
  removeDevice(unit: UnitOfWork, address: Address): void
  /** Forgets every session with an account and its identity key, so that the next contact starts from nothing. */
  forget(unit: UnitOfWork, account: AccountId): void

  /** The serialized public identity key that we know of an account; null before the first contact. */
  identityOf(account: AccountId): Uint8Array | null
}
