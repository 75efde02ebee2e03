/**
 * What the relay keeps durably, but for the bytes of chunks. An operation is committed when its promise resolves.
 * Has no knowledge of HTTP, of sockets or of clocks: every time comes from the caller, in milliseconds since the epoch.
 */

export interface Address {
  readonly account: string
  readonly device: number
}

export interface NewAccount {
  readonly account: string
  /** Lower case. */
  readonly username: string
  readonly identityKey: Uint8Array
  readonly device: DeviceKeys & { readonly id: number }
  readonly deliveryTokenHash: Uint8Array
}

export interface DeviceKeys {
  readonly registrationId: number
  readonly authKey: Uint8Array
}

export interface DeviceRecord extends DeviceKeys {
  /** Whoever runs the relay has shut the account out. */
  readonly blocked: boolean
  readonly identityKey: Uint8Array
}

/** By what right somebody reaches an account. Hashes are SHA-256 of the token. */
export type Access =
  | { readonly kind: 'delivery'; readonly hash: Uint8Array }
  | { readonly kind: 'request'; readonly hash: Uint8Array }
  | { readonly kind: 'stranger' }

/** `unauthorized` for a wrong token and for an unknown account alike; `not-found` only where no token was given. */
export type Denied = 'unauthorized' | 'not-found'

export type PrekeyKind = 'ec' | 'kyber'

/** One-time prekeys as records of equal length, in the order in which they are given out. */
export interface PrekeyPage {
  readonly kind: PrekeyKind
  readonly recordBytes: number
  readonly records: Uint8Array
}

export interface PrekeyChange {
  /** One record each, replaced where present. */
  readonly signed?: Uint8Array
  readonly lastResort?: Uint8Array
  /** Each replaces the page of its kind, unless it is the same page again. */
  readonly pages: readonly PrekeyPage[]
}

export interface PrekeyState {
  readonly left: Readonly<Record<PrekeyKind, number>>
  /** The one-time key that goes out next; null where none is left. */
  readonly next: Readonly<Record<PrekeyKind, Uint8Array | null>>
  readonly signed: Uint8Array | null
  readonly lastResort: Uint8Array | null
}

export interface DevicePrekeys {
  readonly device: number
  readonly registrationId: number
  readonly signed: Uint8Array
  readonly oneTime: Uint8Array | null
  /** A one-time key, or the last-resort key. */
  readonly kyber: Uint8Array
}

export interface Recipient {
  readonly device: number
  readonly registrationId: number
}

export type Mismatch =
  | { readonly kind: 'mismatched'; readonly missing: readonly number[]; readonly extra: readonly number[] }
  | { readonly kind: 'stale'; readonly stale: readonly number[] }

export interface NewEnvelope {
  /** 16 bytes. */
  readonly id: Uint8Array
  readonly receivedAt: number
  readonly expiresAt: number
  readonly ciphertexts: readonly (Recipient & { readonly ciphertext: Uint8Array })[]
}

export interface MailboxLimits {
  /** Envelopes and bytes of ciphertext that may wait for one device. */
  readonly envelopes: number
  readonly bytes: number
}

export interface StoredEnvelope {
  readonly seq: number
  readonly id: Uint8Array
  readonly receivedAt: number
  readonly ciphertext: Uint8Array
}

export interface FetchOptions {
  readonly now: number
  readonly limit: number
  /** Stops after the envelope that reaches this. */
  readonly bytes: number
  /** Left out: given to the device already. */
  readonly except: readonly number[]
}

/** A blob belongs to an account; its capabilities are kept as SHA-256. */
export interface BlobKey {
  readonly account: string
  /** Lower-case hexadecimal. */
  readonly blob: string
}

export interface NewBlob extends BlobKey {
  readonly chunks: number
  readonly chunkBytes: number
  readonly writeHash: Uint8Array
  readonly readHash: Uint8Array
  readonly expiresAt: number
}

export interface BlobRecord {
  readonly chunks: number
  readonly chunkBytes: number
  readonly writeHash: Uint8Array
  readonly readHash: Uint8Array
  readonly expiresAt: number
}

export type ChunkState = 'missing' | 'held' | 'taken'

export interface BlobView {
  readonly version: number
  readonly chunks: number
  readonly expiresAt: number
  /** All chunks below have been taken. */
  readonly base: number
  /** Chunk numbers from `base` on, growing. */
  readonly held: readonly number[]
  readonly taken: readonly number[]
}

/** What whoever runs the relay sees of an account. */
/** Chunks that are held for an account. */
export interface BlobUse {
  readonly bytes: number
  /** For this account alone; null for the relay's own limit. */
  readonly limit: number | null
}

export interface AccountSummary {
  readonly account: string
  readonly username: string
  readonly blocked: boolean
  readonly devices: number
  readonly waitingEnvelopes: number
  readonly waitingBytes: number
  readonly blobBytes: number
  /** Of chunks, for this account alone; null for the relay's own limit. */
  readonly blobLimit: number | null
}

/** Lets somebody register. Kept as SHA-256. */
export interface RegistrationToken {
  readonly hash: Uint8Array
  /** Who it is for, in the words of whoever runs the relay. */
  readonly label: string
  readonly expiresAt: number
  /** Registrations that it is still good for. */
  readonly uses: number
}

/** Over all accounts. */
export interface Totals {
  readonly accounts: number
  readonly devices: number
  readonly waitingEnvelopes: number
  readonly waitingBytes: number
  readonly blobBytes: number
}

export interface Store {
  /** `same`: this very registration has been made before. */
  register(account: NewAccount): Promise<'registered' | 'same' | 'username-taken' | 'account-taken'>
  findByName(username: string): Promise<{ account: string; identityKey: Uint8Array } | null>
  device(address: Address): Promise<DeviceRecord | null>
  /** Gives the device other keys and drops its prekeys; what waits for it stays. Nothing happens where it has them already. */
  replaceDevice(address: Address, keys: DeviceKeys): Promise<void>
  /** Whether this is the first time that this nonce is used. To be asked only until it expires. */
  spendNonce(nonce: Uint8Array, expiresAt: number): Promise<boolean>
  /** Removes all that belongs to the account and gives its blobs, whose chunks are to be dropped. */
  deleteAccount(account: string): Promise<readonly BlobKey[]>
  setDeliveryToken(account: string, hash: Uint8Array): Promise<void>
  /** False where the account holds `limit` others already. */
  putRequestToken(account: string, hash: Uint8Array, expiresAt: number, limit: number): Promise<boolean>
  deleteRequestToken(account: string, hash: Uint8Array): Promise<void>

  putPrekeys(address: Address, change: PrekeyChange): Promise<void>
  prekeys(address: Address): Promise<PrekeyState>
  /** Gives every one-time key exactly once. Devices without a signed or any Kyber key are left out. */
  takeBundles(
    account: string,
    access: Access,
    now: number,
  ): Promise<Denied | { readonly identityKey: Uint8Array; readonly devices: readonly DevicePrekeys[] }>

  /** Whether an envelope for these devices would be let in; stores nothing. */
  admit(
    account: string,
    access: Access,
    devices: readonly Recipient[],
    now: number,
  ): Promise<Denied | Mismatch | 'admitted'>
  /** All devices or none. An id that waits already changes nothing and counts as stored. */
  enqueue(
    account: string,
    access: Access,
    envelope: NewEnvelope,
    limits: MailboxLimits,
  ): Promise<Denied | Mismatch | 'full' | 'stored'>
  /** The oldest waiting envelopes, by `seq`. */
  fetch(address: Address, options: FetchOptions): Promise<readonly StoredEnvelope[]>
  acknowledge(address: Address, seqs: readonly number[]): Promise<void>

  createBlob(blob: NewBlob, limit: number): Promise<'created' | 'too-many' | 'no-account'>
  /** As `createBlob`, by somebody who may reach the account. `bytes`: what is held for it may come to, all of the blob counted. */
  leaveBlob(
    blob: NewBlob,
    access: Access,
    limits: { readonly blobs: number; readonly bytes: number },
    now: number,
  ): Promise<Denied | 'created' | 'too-many'>
  blob(key: BlobKey, now: number): Promise<BlobRecord | null>
  chunk(key: BlobKey, n: number): Promise<ChunkState>
  /** Records a chunk whose bytes are durable. `over-quota`, `taken` and `gone`: the bytes are to be dropped. */
  putChunk(
    key: BlobKey,
    n: number,
    bytes: number,
    expiresAt: number,
    quota: number,
  ): Promise<'held' | 'taken' | 'over-quota' | 'gone'>
  /** Bytes of chunks that are held for the account. */
  blobUse(account: string): Promise<BlobUse>
  /** Gives the chunks that were held until now: their bytes are to be dropped. */
  takeChunks(key: BlobKey, chunks: readonly number[], expiresAt: number): Promise<readonly number[]>
  blobView(key: BlobKey): Promise<BlobView | null>
  deleteBlob(key: BlobKey): Promise<void>

  /** Drops what has expired and gives the blobs among it, whose chunks are to be dropped. */
  sweep(now: number): Promise<readonly BlobKey[]>
  /** Whose name has `part` in it, by name, from behind `after` on. Reads all accounts: for now and then. */
  accounts(part: string, after: string, limit: number): Promise<readonly AccountSummary[]>
  /** False where there is no such account. */
  setBlocked(account: string, blocked: boolean): Promise<boolean>
  /** False where there is no such account. @param limit Bytes of chunks; null for the relay's own limit. */
  setBlobLimit(account: string, limit: number | null): Promise<boolean>
  putRegistrationToken(token: RegistrationToken): Promise<void>
  registrationTokens(): Promise<readonly RegistrationToken[]>
  deleteRegistrationToken(hash: Uint8Array): Promise<void>
  /** False where it is none, has expired or has no uses left. */
  spendRegistrationToken(hash: Uint8Array, now: number): Promise<boolean>
  /** Gives a use back. */
  restoreRegistrationToken(hash: Uint8Array): Promise<void>

  /** Reads all accounts: for now and then. */
  totals(): Promise<Totals>
  /**
   * Writes what is to be kept for the worst case into a new file, while everybody is served: all accounts and what waits
   * for them. One-time prekeys and chunks are not in it: they would be given out twice, and be there without their bytes.
   * @throws Refusal `invalid-input` where the database has ways of its own for that.
   */
  backup(file: string): Promise<void>
  close(): Promise<void>
}
