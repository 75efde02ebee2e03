/** Two people with real databases and real keys, and a certificate authority as a relay has it. For tests alone. */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  IdentityKeyPair,
  KEMKeyPair,
  KyberPreKeyRecord,
  PreKeyRecord,
  PrivateKey,
  PublicKey,
  SenderCertificate,
  ServerCertificate,
  SignedPreKeyRecord,
} from '@signalapp/libsignal-client'
import { v7 } from 'uuid'
import { type AccountId, firstDevice, newAccountId } from '../../../shared/ids.ts'
import { openStore, type Store } from '../store/index.ts'
import {
  type AccountBundle,
  addLongLivedPrekeys,
  addOneTimePrekeys,
  createProtocol,
  type LocalIdentity,
  type Opened,
  type OpenOptions,
  type Protocol,
  protocolMigrations,
  type Sealed,
  type SealOptions,
  type TrustRoots,
  takePrekeyIds,
  type UnitOfWork,
} from './index.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Signs sender certificates, as a relay does. */
export class Authority {
  readonly #root = PrivateKey.generate()
  readonly #serverKey = PrivateKey.generate()
  readonly #server = ServerCertificate.new(1, this.#serverKey.getPublicKey(), this.#root)

  get root(): Uint8Array {
    return this.#root.getPublicKey().serialize()
  }

  certify(
    account: string,
    identityKey: Uint8Array,
    expiresAt = Date.now() + dayMs,
    e164: string | null = null,
    device = 1,
  ): Uint8Array {
    const key = PublicKey.deserialize(new Uint8Array(identityKey))
    return SenderCertificate.new(account, e164, device, key, expiresAt, this.#server, this.#serverKey).serialize()
  }
}

export interface PersonOptions {
  readonly trustRootsOf: (account: AccountId) => TrustRoots
  readonly account?: AccountId
  readonly identity?: IdentityKeyPair
}

/** One device of one person. */
export class Person {
  readonly account: AccountId
  readonly identity: IdentityKeyPair
  readonly local: LocalIdentity
  readonly folder = mkdtempSync(join(tmpdir(), 'person-'))
  readonly #key = randomBytes(32)
  readonly #trustRootsOf: (account: AccountId) => TrustRoots
  store: Store
  protocol: Protocol

  constructor({ trustRootsOf, account = newAccountId(), identity = IdentityKeyPair.generate() }: PersonOptions) {
    this.account = account
    this.identity = identity
    this.#trustRootsOf = trustRootsOf
    this.local = {
      account,
      device: firstDevice,
      registrationId: randomInt(1, 16381),
      identityKeyPair: identity.serialize(),
    }
    this.store = this.#open()
    this.protocol = this.#start()
  }

  get identityKey(): Uint8Array {
    return this.identity.publicKey.serialize()
  }

  /** As after a crash: whatever was not committed is gone. */
  restart(): void {
    this.store.close()
    this.store = this.#open()
    this.protocol = this.#start()
  }

  /** As after a crash of the protocol alone. */
  restartProtocol(): void {
    this.protocol = this.#start()
  }

  close(): void {
    this.store.close()
    rmSync(this.folder, { recursive: true })
  }

  /** Makes prekeys and gives them as a relay would hand them out. */
  bundle(options: { oneTime: boolean } = { oneTime: true }): AccountBundle {
    const { privateKey } = this.identity
    const now = Date.now()
    const kyberRecord = (id: number) => {
      const key = KEMKeyPair.generate()
      return KyberPreKeyRecord.new(id, now, key, privateKey.sign(key.getPublicKey().serialize()))
    }
    return this.store.transaction((tx) => {
      const [signedId = 0, ecId = 0] = [...takePrekeyIds(tx, 'signed', 1), ...takePrekeyIds(tx, 'ec', 1)]
      const [kyberId = 0, lastResortId = 0] = takePrekeyIds(tx, 'kyber', 2)
      const [signedKey, ecKey] = [PrivateKey.generate(), PrivateKey.generate()]
      const signature = privateKey.sign(signedKey.getPublicKey().serialize())
      const signed = SignedPreKeyRecord.new(signedId, now, signedKey.getPublicKey(), signedKey, signature)
      const ec = PreKeyRecord.new(ecId, ecKey.getPublicKey(), ecKey)
      const [oneTimeKyber, lastResort] = [kyberRecord(kyberId), kyberRecord(lastResortId)]
      addLongLivedPrekeys(tx, signed, lastResort, now)
      if (options.oneTime) addOneTimePrekeys(tx, [ec], [oneTimeKyber], now)
      const kyber = options.oneTime ? oneTimeKyber : lastResort
      return {
        identityKey: this.identityKey,
        devices: [
          {
            device: firstDevice,
            registrationId: this.local.registrationId,
            signed: { id: signedId, publicKey: signed.publicKey().serialize(), signature },
            oneTime: options.oneTime ? { id: ecId, publicKey: ec.publicKey().serialize() } : null,
            kyber: { id: kyber.id(), publicKey: kyber.publicKey().serialize(), signature: kyber.signature() },
          },
        ],
      }
    })
  }

  /** Runs a unit of work and commits it. */
  async commit<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    return await this.protocol.unitOfWork(async (unit) => {
      const value = await work(unit)
      this.store.transaction((tx) => unit.apply(tx))
      return value
    })
  }

  /** Seals a text, with a new session where there is none. */
  async seal(to: Person, text: string, options: SealOptions, bundle?: AccountBundle): Promise<Sealed> {
    return await this.commit(async (unit) => {
      if (this.protocol.needsBundle(unit, to.account)) {
        await this.protocol.processBundle(unit, to.account, bundle ?? to.bundle())
      }
      return await this.protocol.seal(unit, to.account, contentOf(text), options)
    })
  }

  async open(ciphertext: Uint8Array, options: Partial<OpenOptions> = {}): Promise<Opened> {
    return await this.commit((unit) => this.protocol.open(unit, ciphertext, openOptions(options)))
  }

  /** A digest of every row that the protocol keeps, by table, to compare before and after. */
  rows(): Record<string, string> {
    const digest = (table: string) => {
      const rows = JSON.stringify(this.store.db.prepare(`SELECT * FROM ${table}`).all())
      return createHash('sha256').update(rows).digest('hex')
    }
    const tables = ['session', 'peer_identity', 'prekey', 'signed_prekey', 'kyber_prekey', 'last_resort_use']
    return Object.fromEntries(tables.map((table) => [table, digest(table)]))
  }

  #open(): Store {
    return openStore({ file: join(this.folder, 'profile.db'), key: this.#key, migrations: protocolMigrations })
  }

  #start(): Protocol {
    return createProtocol({ db: this.store.db, local: this.local, trustRootsOf: this.#trustRootsOf })
  }
}

export const openOptions = (options: Partial<OpenOptions> = {}): OpenOptions => ({
  receivedAt: Date.now(),
  envelopeId: v7(undefined, new Uint8Array(16)),
  ...options,
})

/** A protobuf message with the text in field 1. */
export function contentOf(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  if (bytes.length > 127) throw new RangeError('a short text')
  return Buffer.from([0x0a, bytes.length, ...bytes])
}

/** The text of a content; for anything else, what it was instead. */
export function textOf(opened: Opened): string {
  if (opened.kind === 'failure') return opened.failure.reason
  if (opened.kind === 'resend-request') return opened.kind
  return Buffer.from(opened.content)
    .subarray(2, 2 + (opened.content[1] ?? 0))
    .toString()
}

/** The ciphertext for the only device. */
export function only(sealed: Sealed): Uint8Array {
  const [device, ...others] = sealed.devices
  if (device === undefined || others.length > 0) throw new Error('expected one device')
  return device.ciphertext
}
