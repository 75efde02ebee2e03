/** Rows of contacts. SQL only; has no knowledge of when somebody becomes a contact. */
import type { Database } from 'better-sqlite3'
import type { PictureId } from '../../../shared/contract/index.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

export type ContactState = 'request' | 'pending' | 'accepted'

export interface ContactRecord {
  readonly account: AccountId
  readonly state: ContactState
  readonly username: string
  /** As they call themselves; empty where they have not said yet. */
  readonly displayName: string
  /** As the user calls them; empty for none. */
  readonly nickname: string
  readonly about: string
  /** See `PictureId`. */
  readonly picture: PictureId | null
  /** Origin of the relay that holds their mailbox. */
  readonly relayUrl: string
  readonly relayPin: Uint8Array | null
  /** libsignal public key, 33 bytes; null for a stranger whose relay has not been asked. */
  readonly trustRoot: Uint8Array | null
  /** Serialized sender certificate, to be judged when the request is accepted; null where the own relay vouched. */
  readonly certificate: Uint8Array | null
  /** SHA-256 of the serialized identity key, from an invite link or a look-up; null for a stranger. */
  readonly identityFingerprint: Uint8Array | null
  readonly deliveryToken: Uint8Array | null
  readonly requestToken: Uint8Array | null
  /** SQLite's booleans: 0 or 1. */
  readonly verified: number
  readonly introduce: number
  readonly introduced: number
  /** The sender's counter of the content whose Introduction was taken over last; 0 before any. */
  readonly introductionCounter: number
  /** The same of their Profile. */
  readonly profileCounter: number
  /** Milliseconds since the epoch; of a stranger when our relay took their first content. */
  readonly createdAt: number
}

const columns = `account, state, username, display_name AS displayName, nickname, about, picture,
  relay_url AS relayUrl, relay_pin AS relayPin, trust_root AS trustRoot, certificate, identity_fingerprint AS identityFingerprint, delivery_token AS deliveryToken,
  request_token AS requestToken, verified, introduce, introduced,
  introduction_counter AS introductionCounter, profile_counter AS profileCounter, created_at AS createdAt`

/**
 * [Note: contact cache] Each envelope asks for its sender several times. A row that a transaction has changed is read
 * from the database until that transaction has committed: one that is rolled back leaves nothing behind.
 */
class ContactCache {
  readonly #rows = new Map<AccountId, ContactRecord | null>()
  readonly #changing = new Set<AccountId>()

  read(db: Database, account: AccountId): ContactRecord | null {
    const known = this.#rows.get(account)
    if (known !== undefined) return known
    const sql = `SELECT ${columns} FROM contact WHERE account = ?`
    const row = prepared<[string], ContactRecord>(db, sql).get(account) ?? null
    if (!this.#changing.has(account)) this.#rows.set(account, row)
    return row
  }

  changed(tx: Tx, account: AccountId): void {
    this.#rows.delete(account)
    this.#changing.add(account)
    tx.afterCommit(() => this.#changing.delete(account))
  }
}

const caches = new WeakMap<Database, ContactCache>()

function cacheOf(db: Database): ContactCache {
  const cache = caches.get(db) ?? new ContactCache()
  caches.set(db, cache)
  return cache
}

export function readContact(db: Database, account: AccountId): ContactRecord | null {
  return cacheOf(db).read(db, account)
}

export function readContacts(db: Database): ContactRecord[] {
  return prepared<[], ContactRecord>(db, `SELECT ${columns} FROM contact`).all()
}

/** Inserts or replaces. */
export function writeContact(tx: Tx, contact: ContactRecord): void {
  cacheOf(tx.db).changed(tx, contact.account)
  const sql = `INSERT OR REPLACE INTO contact (account, state, username, display_name, nickname, about, picture,
    relay_url, relay_pin, trust_root, certificate, identity_fingerprint, delivery_token, request_token, verified, introduce, introduced,
    introduction_counter, profile_counter, created_at)
    VALUES (@account, @state, @username, @displayName, @nickname, @about, @picture, @relayUrl, @relayPin, @trustRoot, @certificate,
    @identityFingerprint, @deliveryToken, @requestToken, @verified, @introduce, @introduced, @introductionCounter,
    @profileCounter, @createdAt)`
  prepared(tx.db, sql).run(contact)
}

/** Something that introduces us has reached their relay. */
export function markIntroduced(tx: Tx, account: AccountId): void {
  const contact = readContact(tx.db, account)
  if (contact?.introduce === 1 && contact.introduced === 0) writeContact(tx, { ...contact, introduced: 1 })
}

/** Everybody has to hear again who we are. */
export function introduceToAll(tx: Tx): AccountId[] {
  const known = readContacts(tx.db).filter(({ state }) => state !== 'request')
  for (const contact of known) writeContact(tx, { ...contact, introduce: 1, introduced: 0 })
  return known.map(({ account }) => account)
}

const tablesOfContact = [
  'contact',
  'contact_picture',
  'profile_told',
  'contact_seen',
  'contact_former_relay',
  'contact_name_claim',
]

export function deleteContact(tx: Tx, account: AccountId): void {
  cacheOf(tx.db).changed(tx, account)
  for (const table of tablesOfContact) prepared(tx.db, `DELETE FROM ${table} WHERE account = ?`).run(account)
}

export interface InviteRecord {
  readonly id: string
  /** 32 bytes. */
  readonly token: Uint8Array
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly expiresAt: number
}

/** Newest first, without those that have expired. */
export function readInvites(db: Database, now: number): InviteRecord[] {
  const sql = `SELECT id, token, created_at AS createdAt, expires_at AS expiresAt FROM invite WHERE expires_at > ?
    ORDER BY created_at DESC, id`
  return prepared<[number], InviteRecord>(db, sql).all(now)
}

export function insertInvite({ db }: Tx, { id, token, createdAt, expiresAt }: InviteRecord): void {
  prepared(db, 'DELETE FROM invite WHERE expires_at <= ?').run(createdAt)
  const sql = 'INSERT INTO invite (id, token, created_at, expires_at) VALUES (?, ?, ?, ?)'
  prepared(db, sql).run(id, token, createdAt, expiresAt)
}

export function deleteInvite({ db }: Tx, id: string): void {
  prepared(db, 'DELETE FROM invite WHERE id = ?').run(id)
}
