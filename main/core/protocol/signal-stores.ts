/** libsignal's five stores over the changes of one unit of work. Has no knowledge of envelopes. */
import {
  Direction,
  IdentityChange,
  type IdentityKeyPair,
  IdentityKeyStore,
  KyberPreKeyRecord,
  KyberPreKeyStore,
  PreKeyRecord,
  PreKeyStore,
  type PrivateKey,
  ProtocolAddress,
  PublicKey,
  type SessionRecord,
  SessionStore,
  SignedPreKeyRecord,
  SignedPreKeyStore,
} from '@signalapp/libsignal-client'
import type { AccountId, DeviceId } from '../../../shared/ids.ts'
import { owned, sameBytes } from './bytes.ts'
import type { Overlay } from './overlay.ts'
import type { Address } from './types.ts'

/** Our keys, parsed once. */
export interface LocalKeys {
  readonly identity: IdentityKeyPair
  readonly registrationId: number
}

/** The identity of whoever wrote the message at hand, by the certificate. */
export interface ExpectedIdentity {
  /** Serialized. */
  readonly key: Uint8Array
  /** The account has another one by now. */
  readonly isEarlier: boolean
}

/** Raised by a store for what is wrong with a message. */
class RefusedByStore extends Error {}

/** A last-resort key is asked to begin the same session twice. */
export class ReplayedSession extends RefusedByStore {}

/** A message names a key that is used up or unknown. */
class UnknownPrekey extends RefusedByStore {}

export interface SignalStores {
  /** What a store raised; libsignal passes on its message alone. */
  readonly fault: Fault
  readonly sessions: SessionStore
  readonly identities: IdentityKeyStore
  readonly prekeys: PreKeyStore
  readonly signedPrekeys: SignedPreKeyStore
  readonly kyberPrekeys: KyberPreKeyStore
}

/**
 * Makes the stores. `expected`: while a message is received, the one identity key that its sender may have (the key of
 * the sender certificate, serialized); anything else inside the message is refused by libsignal as untrusted. `isEarlier`:
 * that the account has another identity by now is known, and no reason to refuse.
 */
export function signalStores(overlay: Overlay, local: LocalKeys, expected?: ExpectedIdentity): SignalStores {
  const fault = new Fault()
  return {
    fault,
    sessions: new Sessions(overlay, fault),
    identities: new Identities(overlay, fault, local, expected),
    prekeys: new Prekeys(overlay, fault),
    signedPrekeys: new SignedPrekeys(overlay, fault),
    kyberPrekeys: new KyberPrekeys(overlay, fault),
  }
}

/** Keeps what a store raised: a failure of the database must not pass for a message that cannot be decrypted. */
export class Fault {
  #raised: { readonly error: unknown } | null = null

  guard<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      this.#raised ??= { error }
      throw error
    }
  }

  /** Whether a store failed, as against refusing a message. */
  get isLocal(): boolean {
    return this.#raised !== null && !(this.#raised.error instanceof RefusedByStore)
  }

  /** The store's own error where there is one, else `error`, which libsignal raised. */
  behind(error: unknown): unknown {
    return this.#raised === null ? error : this.#raised.error
  }
}

class Sessions extends SessionStore {
  readonly #overlay: Overlay
  readonly #fault: Fault

  constructor(overlay: Overlay, fault: Fault) {
    super()
    this.#overlay = overlay
    this.#fault = fault
  }

  async saveSession(name: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.#overlay.setSession(addressOf(name), record)
  }

  async getSession(name: ProtocolAddress): Promise<SessionRecord | null> {
    return this.#fault.guard(() => this.#overlay.session(addressOf(name)))
  }

  async getExistingSessions(names: ProtocolAddress[]): Promise<SessionRecord[]> {
    return this.#fault.guard(() =>
      names.map((name) => {
        const record = this.#overlay.session(addressOf(name))
        if (record === null) throw new Error('no session with a device')
        return record
      }),
    )
  }
}

class Identities extends IdentityKeyStore {
  readonly #overlay: Overlay
  readonly #fault: Fault
  readonly #local: LocalKeys
  readonly #expected: ExpectedIdentity | undefined

  constructor(overlay: Overlay, fault: Fault, local: LocalKeys, expected?: ExpectedIdentity) {
    super()
    this.#overlay = overlay
    this.#fault = fault
    this.#local = local
    this.#expected = expected
  }

  async getIdentityKey(): Promise<PrivateKey> {
    return this.#local.identity.privateKey
  }

  override async getIdentityKeyPair(): Promise<IdentityKeyPair> {
    return this.#local.identity
  }

  async getLocalRegistrationId(): Promise<number> {
    return this.#local.registrationId
  }

  /** Keeps the first key of an account. libsignal comes here only after `isTrustedIdentity` has agreed. */
  async saveIdentity(name: ProtocolAddress, key: PublicKey): Promise<IdentityChange> {
    const { account } = addressOf(name)
    const known = this.#fault.guard(() => this.#overlay.identity(account))
    if (known === null) this.#overlay.setIdentity(account, key.serialize())
    return IdentityChange.NewOrUnchanged
  }

  async isTrustedIdentity(name: ProtocolAddress, key: PublicKey, direction: Direction): Promise<boolean> {
    const given = key.serialize()
    const stored = this.#fault.guard(() => this.#overlay.identity(addressOf(name).account))
    const isKnown = stored === null || sameBytes(stored, given)
    if (direction === Direction.Sending) return isKnown
    const expected = this.#expected
    return expected !== undefined && sameBytes(expected.key, given) && (isKnown || expected.isEarlier)
  }

  async getIdentity(name: ProtocolAddress): Promise<PublicKey | null> {
    const key = this.#fault.guard(() => this.#overlay.identity(addressOf(name).account))
    return key === null ? null : PublicKey.deserialize(owned(key))
  }
}

class Prekeys extends PreKeyStore {
  readonly #overlay: Overlay
  readonly #fault: Fault

  constructor(overlay: Overlay, fault: Fault) {
    super()
    this.#overlay = overlay
    this.#fault = fault
  }

  async savePreKey(): Promise<void> {
    throw new Error('prekeys are made by the identity room')
  }

  async getPreKey(id: number): Promise<PreKeyRecord> {
    return this.#fault.guard(() => {
      const record = this.#overlay.prekey(id)
      if (record === null) throw new UnknownPrekey('one-time prekey')
      return PreKeyRecord.deserialize(owned(record))
    })
  }

  async removePreKey(id: number): Promise<void> {
    this.#overlay.removePrekey(id)
  }
}

class SignedPrekeys extends SignedPreKeyStore {
  readonly #overlay: Overlay
  readonly #fault: Fault

  constructor(overlay: Overlay, fault: Fault) {
    super()
    this.#overlay = overlay
    this.#fault = fault
  }

  async saveSignedPreKey(): Promise<void> {
    throw new Error('prekeys are made by the identity room')
  }

  async getSignedPreKey(id: number): Promise<SignedPreKeyRecord> {
    return this.#fault.guard(() => {
      const record = this.#overlay.signedPrekey(id)
      if (record === null) throw new UnknownPrekey('signed prekey')
      return SignedPreKeyRecord.deserialize(owned(record))
    })
  }
}

class KyberPrekeys extends KyberPreKeyStore {
  readonly #overlay: Overlay
  readonly #fault: Fault

  constructor(overlay: Overlay, fault: Fault) {
    super()
    this.#overlay = overlay
    this.#fault = fault
  }

  async saveKyberPreKey(): Promise<void> {
    throw new Error('prekeys are made by the identity room')
  }

  async getKyberPreKey(id: number): Promise<KyberPreKeyRecord> {
    return this.#fault.guard(() => {
      const found = this.#overlay.kyberPrekey(id)
      if (found === null) throw new UnknownPrekey('Kyber prekey')
      return KyberPreKeyRecord.deserialize(owned(found.record))
    })
  }

  /** A one-time key is gone after its use; a last-resort key stays, but never begins the same session twice. */
  async markKyberPreKeyUsed(kyberId: number, signedId: number, baseKey: PublicKey): Promise<void> {
    this.#fault.guard(() => {
      if (this.#overlay.kyberPrekey(kyberId)?.lastResort !== true) {
        this.#overlay.removeKyberPrekey(kyberId)
        return
      }
      const use = { kyberId, signedId, baseKey: baseKey.serialize() }
      if (this.#overlay.isUsed(use)) throw new ReplayedSession('a last-resort key began this session before')
      this.#overlay.addUse(use)
    })
  }
}

/** Names reach libsignal only as {@link protocolAddress} made them, from parsed ids. */
function addressOf(name: ProtocolAddress): Address {
  return { account: name.name() as AccountId, device: name.deviceId() as DeviceId }
}

export function protocolAddress({ account, device }: Address): ProtocolAddress {
  return ProtocolAddress.new(account, device)
}
