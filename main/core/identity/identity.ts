/** The account of this profile with its keys. Has no knowledge of HTTP, contacts or sessions. */
import { createHash, randomBytes, randomInt } from 'node:crypto'
import { IdentityKeyPair } from '@signalapp/libsignal-client'
import type { Database } from 'better-sqlite3'
import { type AccountId, firstDevice, newAccountId } from '../../../shared/ids.ts'
import {
  type DeviceReplacement,
  type Nonce,
  type PrekeyUpload,
  type Registration,
  registrationStatement,
  replacementStatement,
} from '../../../shared/relay-api/index.ts'
import type { LocalIdentity } from '../protocol/index.ts'
import type { Tx } from '../store/index.ts'
import {
  type Account,
  type AccountSecrets,
  type HomeRelay,
  insertAccount,
  readAccount,
  updateDeliveryToken,
  updateDevice,
  updateDisplayName,
  updateRegisteredAt,
  updateRelay,
  updateUsername,
} from './account.ts'
import { DeviceKey, newDeviceKey } from './device-key.ts'
import { deleteFormerHome, type FormerHome, readFormerHomes, writeFormerHome } from './former-homes.ts'
import { type HeldPrekeys, renewPrekeys } from './prekeys.ts'
import { type SafetyNumber, safetyNumber } from './safety-number.ts'
import { base64url } from './text.ts'

/** Largest registration id (libsignal's range begins at 1). */
const maxRegistrationId = 16380
const deliveryTokenBytes = 32
/** As long as an invite link is good and an envelope may wait, in milliseconds. */
const forwardingMs = 30 * 24 * 60 * 60 * 1000

export interface NewAccount {
  readonly username: string
  readonly displayName: string
  readonly relay: HomeRelay
  /** From the profile folder that made the database key. */
  readonly recoveryPhrase: readonly string[]
}

/** Makes the account of a profile that has none, with all its keys but prekeys. */
export function createIdentity(tx: Tx, { username, displayName, relay, recoveryPhrase }: NewAccount): Identity {
  const account: Omit<Account, 'registeredAt'> = {
    id: newAccountId(),
    device: firstDevice,
    registrationId: randomInt(1, maxRegistrationId + 1),
    username: username.toLowerCase(),
    displayName,
    relay,
  }
  const secrets: AccountSecrets = {
    identityKeyPair: IdentityKeyPair.generate().serialize(),
    deviceKey: newDeviceKey(),
    deliveryToken: randomBytes(deliveryTokenBytes),
    recoveryPhrase,
  }
  insertAccount(tx, account, secrets)
  const made = loadIdentity(tx.db)
  if (made === null) throw new Error('the account was not kept')
  return made
}

/** Gives the identity of the profile; null where none was made yet. */
export function loadIdentity(db: Database): Identity | null {
  const found = readAccount(db)
  if (found === null) return null
  const { secrets, ...account } = found
  return new Identity(account, secrets, readFormerHomes(db))
}

export class Identity {
  #account: Account
  #secrets: AccountSecrets
  #formerHomes: readonly FormerHome[]
  readonly #keyPair: IdentityKeyPair
  readonly #deviceKey: DeviceKey

  constructor(account: Account, secrets: AccountSecrets, formerHomes: readonly FormerHome[]) {
    this.#account = account
    this.#formerHomes = formerHomes
    this.#secrets = secrets
    this.#keyPair = IdentityKeyPair.deserialize(new Uint8Array(secrets.identityKeyPair))
    this.#deviceKey = new DeviceKey(secrets.deviceKey)
  }

  /** As it is committed. */
  get account(): Account {
    return this.#account
  }

  /** Public identity key, 33 bytes. */
  get identityKey(): Uint8Array {
    return this.#keyPair.publicKey.serialize()
  }

  /** What the protocol room needs. */
  get local(): LocalIdentity {
    const { id, device, registrationId } = this.#account
    return { account: id, device, registrationId, identityKeyPair: this.#secrets.identityKeyPair }
  }

  /** 32 bytes; proves the right to deliver to this account. Given to contacts inside messages alone. */
  get deliveryToken(): Uint8Array {
    return this.#secrets.deliveryToken
  }

  /** 24 words, to be shown to the user who asks for them. */
  get recoveryPhrase(): readonly string[] {
    return this.#secrets.recoveryPhrase
  }

  /** Signs for the relay with the device's own key (Ed25519, 64 bytes): tickets. */
  signAsDevice(statement: Uint8Array): Uint8Array {
    return this.#deviceKey.sign(statement)
  }

  /**
   * What registers this account at its relay, or at another one under the name that it is to have there; the same every
   * time but for the signature.
   */
  registration(registrationToken?: string, at: Pick<Account, 'relay' | 'username'> = this.#account): Registration {
    const { id, device, registrationId } = this.#account
    const { username } = at
    const authKey = this.#deviceKey.publicKey
    const host = new URL(at.relay.url).host
    const statement = registrationStatement({ host, username, account: id, device, registrationId, authKey })
    return {
      username,
      accountId: id,
      identityKey: base64url(this.identityKey),
      device: { id: device, registrationId, authKey: base64url(authKey) },
      proof: base64url(this.#keyPair.privateKey.sign(statement)),
      deliveryTokenHash: base64url(createHash('sha256').update(this.deliveryToken).digest()),
      ...(registrationToken === undefined ? {} : { registrationToken }),
    }
  }

  /** Asks a relay (origin) at which the account is to go on with this device under the keys that it has here. */
  replacement(relayUrl: string, { nonce, expiresAt }: Nonce): DeviceReplacement {
    const { id: account, device, registrationId } = this.#account
    const authKey = this.#deviceKey.publicKey
    const { host } = new URL(relayUrl)
    const statement = replacementStatement({ host, account, device, registrationId, authKey, nonce, expiresAt })
    return {
      accountId: account,
      device: { id: device, registrationId, authKey: base64url(authKey) },
      nonce,
      expiresAt,
      proof: base64url(this.#keyPair.privateKey.sign(statement)),
    }
  }

  /** The device gets new keys, with which it is another one to everybody; whoever loads the identity after this has them. */
  renewDevice(tx: Tx): void {
    // Any but the one before, by which others see that it has changed.
    const step = randomInt(1, maxRegistrationId)
    const registrationId = ((this.#account.registrationId - 1 + step) % maxRegistrationId) + 1
    updateDevice(tx, registrationId, newDeviceKey())
  }

  /**
   * Makes and keeps the prekeys that are due (see `HeldPrekeys`) and gives what to upload; null where nothing is due.
   * `now`: milliseconds since the epoch.
   */
  renewPrekeys(tx: Tx, held: HeldPrekeys, now: number): PrekeyUpload | null {
    return renewPrekeys(tx, this.#keyPair, held, now)
  }

  /** `identityKey`: theirs, 33 bytes. */
  safetyNumberWith(account: AccountId, identityKey: Uint8Array): SafetyNumber {
    return safetyNumber({ account: this.#account.id, identityKey: this.identityKey }, { account, identityKey })
  }

  rename(tx: Tx, displayName: string): void {
    updateDisplayName(tx, displayName)
    this.#afterCommit(tx, { displayName })
  }

  /** After the relay has refused the first name. */
  chooseUsername(tx: Tx, username: string): void {
    updateUsername(tx, username.toLowerCase())
    this.#afterCommit(tx, { username: username.toLowerCase() })
  }

  /** From now on we are reached by this one, 32 bytes. */
  changeDeliveryToken(tx: Tx, deliveryToken: Uint8Array): void {
    updateDeliveryToken(tx, deliveryToken)
    tx.afterCommit(() => {
      this.#secrets = { ...this.#secrets, deliveryToken }
    })
  }

  /** A relay of this computer that the account has left has another address. */
  formerMovedTo(tx: Tx, { url, host, pin, senderTrustRoot }: HomeRelay): void {
    const moved = (home: FormerHome) =>
      home.senderTrustRoot.every((byte, n) => byte === senderTrustRoot[n]) ? { ...home, url, host, pin } : home
    const homes = this.#formerHomes.map(moved)
    for (const home of homes) writeFormerHome(tx, home, Date.now())
    tx.afterCommit(() => {
      this.#formerHomes = homes
    })
  }

  /** The account's mailbox has another address. */
  moveTo(tx: Tx, relay: HomeRelay): void {
    updateRelay(tx, relay)
    this.#afterCommit(tx, { relay })
  }

  /** The account is at another relay from now on, where it is registered already. `now`: milliseconds since the epoch. */
  leaveFor(tx: Tx, { relay, username }: Pick<Account, 'relay' | 'username'>, now: number): void {
    const before = this.#account
    const until = before.relay.own ? null : now + forwardingMs
    writeFormerHome(tx, { ...before.relay, username: before.username, until }, now)
    deleteFormerHome(tx, relay.senderTrustRoot)
    this.moveTo(tx, relay)
    this.chooseUsername(tx, username)
    this.markRegistered(tx, now)
  }

  /** Where the account was before, the latest first. */
  get formerHomes(): readonly FormerHome[] {
    return this.#formerHomes
  }

  /** The account there is gone, or nobody looks after it any more. */
  forgetHome(tx: Tx, { senderTrustRoot }: Pick<FormerHome, 'senderTrustRoot'>): void {
    deleteFormerHome(tx, senderTrustRoot)
    tx.afterCommit(() => {
      this.#formerHomes = this.#formerHomes.filter((home) => home.senderTrustRoot !== senderTrustRoot)
    })
  }

  /** `time`: milliseconds since the epoch. */
  markRegistered(tx: Tx, time: number): void {
    updateRegisteredAt(tx, time)
    this.#afterCommit(tx, { registeredAt: time })
  }

  #afterCommit(tx: Tx, change: Partial<Account>): void {
    tx.afterCommit(() => {
      this.#account = { ...this.#account, ...change }
    })
  }
}
