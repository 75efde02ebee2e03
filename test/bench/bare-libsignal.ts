/** What libsignal alone can do here: two devices in memory, without a database, a relay or a screen. The limit of every bench. */
import {
  CiphertextMessageType,
  IdentityChange,
  IdentityKeyPair,
  IdentityKeyStore,
  KEMKeyPair,
  KyberPreKeyRecord,
  KyberPreKeyStore,
  PreKeyBundle,
  PreKeyRecord,
  PreKeyStore,
  PrivateKey,
  ProtocolAddress,
  type PublicKey,
  processPreKeyBundle,
  SenderCertificate,
  ServerCertificate,
  SessionRecord,
  SessionStore,
  SignedPreKeyRecord,
  SignedPreKeyStore,
  sealedSenderDecryptMessage,
  sealedSenderEncryptMessage,
  signalEncrypt,
} from '@signalapp/libsignal-client'
import { v4 } from 'uuid'

class Sessions extends SessionStore {
  readonly #records = new Map<string, Uint8Array<ArrayBuffer>>()
  async saveSession(address: ProtocolAddress, record: SessionRecord): Promise<void> {
    this.#records.set(address.toString(), record.serialize())
  }
  async getSession(address: ProtocolAddress): Promise<SessionRecord | null> {
    const record = this.#records.get(address.toString())
    return record === undefined ? null : SessionRecord.deserialize(record)
  }
  async getExistingSessions(addresses: ProtocolAddress[]): Promise<SessionRecord[]> {
    const sessions = await Promise.all(addresses.map((address) => this.getSession(address)))
    return sessions.filter((session) => session !== null)
  }
}

class Identities extends IdentityKeyStore {
  readonly pair = IdentityKeyPair.generate()
  readonly #keys = new Map<string, PublicKey>()
  async getIdentityKey(): Promise<PrivateKey> {
    return this.pair.privateKey
  }
  async getLocalRegistrationId(): Promise<number> {
    return 1
  }
  async saveIdentity(address: ProtocolAddress, key: PublicKey): Promise<IdentityChange> {
    this.#keys.set(address.toString(), key)
    return IdentityChange.NewOrUnchanged
  }
  async isTrustedIdentity(): Promise<boolean> {
    return true
  }
  async getIdentity(address: ProtocolAddress): Promise<PublicKey | null> {
    return this.#keys.get(address.toString()) ?? null
  }
}

class OneTime extends PreKeyStore {
  readonly record = PreKeyRecord.new(1, ...pairOf(PrivateKey.generate()))
  async savePreKey(): Promise<void> {}
  async getPreKey(): Promise<PreKeyRecord> {
    return this.record
  }
  async removePreKey(): Promise<void> {}
}

class Signed extends SignedPreKeyStore {
  readonly record: SignedPreKeyRecord
  constructor(identity: IdentityKeyPair) {
    super()
    const key = PrivateKey.generate()
    const signature = identity.privateKey.sign(key.getPublicKey().serialize())
    this.record = SignedPreKeyRecord.new(1, Date.now(), key.getPublicKey(), key, signature)
  }
  async saveSignedPreKey(): Promise<void> {}
  async getSignedPreKey(): Promise<SignedPreKeyRecord> {
    return this.record
  }
}

class Kyber extends KyberPreKeyStore {
  readonly record: KyberPreKeyRecord
  constructor(identity: IdentityKeyPair) {
    super()
    const key = KEMKeyPair.generate()
    const signature = identity.privateKey.sign(key.getPublicKey().serialize())
    this.record = KyberPreKeyRecord.new(1, Date.now(), key, signature)
  }
  async saveKyberPreKey(): Promise<void> {}
  async getKyberPreKey(): Promise<KyberPreKeyRecord> {
    return this.record
  }
  async markKyberPreKeyUsed(): Promise<void> {}
}

const pairOf = (key: PrivateKey): [PublicKey, PrivateKey] => [key.getPublicKey(), key]

class Device {
  readonly id = v4()
  readonly address = ProtocolAddress.new(this.id, 1)
  readonly sessions = new Sessions()
  readonly identities = new Identities()
  readonly oneTime = new OneTime()
  readonly signed = new Signed(this.identities.pair)
  readonly kyber = new Kyber(this.identities.pair)

  bundle(): PreKeyBundle {
    const [signed, kyber] = [this.signed.record, this.kyber.record]
    return PreKeyBundle.new(
      1,
      1,
      1,
      this.oneTime.record.publicKey(),
      1,
      signed.publicKey(),
      signed.signature(),
      this.identities.pair.publicKey,
      1,
      kyber.publicKey(),
      kyber.signature(),
    )
  }
}

class Authority {
  readonly root = PrivateKey.generate()
  readonly #key = PrivateKey.generate()
  readonly #certificate = ServerCertificate.new(1, this.#key.getPublicKey(), this.root)

  certify(device: Device): SenderCertificate {
    const expires = Date.now() + 86_400_000
    const { publicKey } = device.identities.pair
    return SenderCertificate.new(device.id, null, 1, publicKey, expires, this.#certificate, this.#key)
  }
}

/** Messages per second that one thread opens with sealed sender, of `count` messages of `bytes` bytes in one session. */
export async function bareDecryptionsPerSecond(count: number, bytes: number): Promise<number> {
  const [alice, bob, authority] = [new Device(), new Device(), new Authority()]
  await processPreKeyBundle(bob.bundle(), bob.address, alice.address, alice.sessions, alice.identities)
  const seal = (from: Device, to: Device, certificate: SenderCertificate) =>
    sealedSenderEncryptMessage(new Uint8Array(bytes), to.address, certificate, from.sessions, from.identities)
  const open = (device: Device, ciphertext: Uint8Array<ArrayBuffer>) =>
    sealedSenderDecryptMessage(
      ciphertext,
      authority.root.getPublicKey(),
      Date.now(),
      null,
      device.id,
      1,
      device.sessions,
      device.identities,
      device.oneTime,
      device.signed,
      device.kyber,
    )
  const [ofAlice, ofBob] = [authority.certify(alice), authority.certify(bob)]
  await open(bob, await seal(alice, bob, ofAlice))
  await open(alice, await seal(bob, alice, ofBob))
  // From here on the session is the plain Double Ratchet.
  const probe = await signalEncrypt(new Uint8Array(bytes), bob.address, alice.address, alice.sessions, alice.identities)
  if (probe.type() !== CiphertextMessageType.Whisper) throw new Error('the session is not established')

  const waiting: Uint8Array<ArrayBuffer>[] = []
  for (let n = 0; n < count; n++) waiting.push(await seal(alice, bob, ofAlice))
  const start = performance.now()
  for (const ciphertext of waiting) await open(bob, ciphertext)
  return count / ((performance.now() - start) / 1000)
}
