/** The account row: who this profile belongs to and where its mailbox is. Has no knowledge of keys but their bytes. */
import type { Database } from 'better-sqlite3'
import { AccountId, DeviceId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

/** The relay that holds the account's mailbox. */
export interface HomeRelay {
  /** Origin. */
  readonly url: string
  /** The part after `@` in the account's address. */
  readonly host: string
  /** SHA-256 of the relay's SubjectPublicKeyInfo, 32 bytes; null where a certificate authority vouches. */
  readonly pin: Uint8Array | null
  /** libsignal public key that its sender certificates chain to, 33 bytes. */
  readonly senderTrustRoot: Uint8Array
  /** True where this computer runs it. */
  readonly own: boolean
}

export interface Account {
  readonly id: AccountId
  readonly device: DeviceId
  /** libsignal's range: 1 to 16380. */
  readonly registrationId: number
  /** Lower case. */
  readonly username: string
  readonly displayName: string
  readonly relay: HomeRelay
  /** Milliseconds since the epoch when the relay took the registration; null before. */
  readonly registeredAt: number | null
}

/** What never leaves this computer. */
export interface AccountSecrets {
  /** libsignal `IdentityKeyPair`, serialized. */
  readonly identityKeyPair: Uint8Array
  /** Ed25519 private key of this device, PKCS #8 DER. */
  readonly deviceKey: Uint8Array
  /** 32 random bytes, shared with contacts. */
  readonly deliveryToken: Uint8Array
  /** 24 words. */
  readonly recoveryPhrase: readonly string[]
}

interface Row {
  readonly id: string
  readonly device: number
  readonly registrationId: number
  readonly username: string
  readonly displayName: string
  readonly relayUrl: string
  readonly relayHost: string
  readonly relayPin: Uint8Array | null
  readonly senderTrustRoot: Uint8Array
  readonly ownRelay: number
  readonly registeredAt: number | null
  readonly identityKeyPair: Uint8Array
  readonly deviceKey: Uint8Array
  readonly deliveryToken: Uint8Array
  readonly recoveryPhrase: string
}

const select = `
  SELECT id, device, registration_id AS registrationId, username, display_name AS displayName, relay_url AS relayUrl,
    relay_host AS relayHost, relay_pin AS relayPin, sender_trust_root AS senderTrustRoot, own_relay AS ownRelay,
    registered_at AS registeredAt, identity_key_pair AS identityKeyPair, device_key AS deviceKey,
    delivery_token AS deliveryToken, recovery_phrase AS recoveryPhrase
  FROM account`

/** Gives the account of the profile; null before it was made. */
export function readAccount(db: Database): (Account & { readonly secrets: AccountSecrets }) | null {
  const row = prepared<[], Row>(db, select).get()
  if (row === undefined) return null
  const { identityKeyPair, deviceKey, deliveryToken, recoveryPhrase } = row
  return {
    id: AccountId.parse(row.id),
    device: DeviceId.parse(row.device),
    registrationId: row.registrationId,
    username: row.username,
    displayName: row.displayName,
    relay: {
      url: row.relayUrl,
      host: row.relayHost,
      pin: row.relayPin,
      senderTrustRoot: row.senderTrustRoot,
      own: row.ownRelay === 1,
    },
    registeredAt: row.registeredAt,
    secrets: { identityKeyPair, deviceKey, deliveryToken, recoveryPhrase: recoveryPhrase.split(' ') },
  }
}

/** Keeps a new account, in a profile that has none. */
export function insertAccount({ db }: Tx, account: Omit<Account, 'registeredAt'>, secrets: AccountSecrets): void {
  const sql = `
    INSERT INTO account (only, id, device, registration_id, username, display_name, relay_url, relay_host, relay_pin,
      sender_trust_root, own_relay, identity_key_pair, device_key, delivery_token, recovery_phrase)
    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
  const { id, device, registrationId, username, displayName, relay } = account
  prepared(db, sql).run(
    ...[id, device, registrationId, username, displayName],
    ...[relay.url, relay.host, relay.pin, relay.senderTrustRoot, relay.own ? 1 : 0],
    ...[secrets.identityKeyPair, secrets.deviceKey, secrets.deliveryToken, secrets.recoveryPhrase.join(' ')],
  )
}

export function updateRelay({ db }: Tx, { url, host, pin, senderTrustRoot, own }: HomeRelay): void {
  const sql = 'UPDATE account SET relay_url = ?, relay_host = ?, relay_pin = ?, sender_trust_root = ?, own_relay = ?'
  prepared(db, sql).run(url, host, pin, senderTrustRoot, own ? 1 : 0)
}

export function updateDeliveryToken({ db }: Tx, token: Uint8Array): void {
  prepared(db, 'UPDATE account SET delivery_token = ?').run(token)
}

export function updateDevice({ db }: Tx, registrationId: number, deviceKey: Uint8Array): void {
  prepared(db, 'UPDATE account SET registration_id = ?, device_key = ?').run(registrationId, deviceKey)
}

export function updateDisplayName({ db }: Tx, displayName: string): void {
  prepared(db, 'UPDATE account SET display_name = ?').run(displayName)
}

export function updateUsername({ db }: Tx, username: string): void {
  prepared(db, 'UPDATE account SET username = ?').run(username)
}

export function updateRegisteredAt({ db }: Tx, time: number): void {
  prepared(db, 'UPDATE account SET registered_at = ?').run(time)
}
