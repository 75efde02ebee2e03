/** Rows of contacts. SQL only; has no knowledge of when somebody becomes a contact. */
import type { Database } from 'better-sqlite3'
import type { AccountId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

export type ContactState = 'request' | 'pending' | 'accepted'

export interface ContactRecord {
  readonly account: AccountId
  readonly state: ContactState
  readonly username: string
  /** As they call themselves; empty where they have not said yet. */
  readonly displayName: string
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
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

const columns = `account, state, username, display_name AS displayName, relay_url AS relayUrl, relay_pin AS relayPin,
  trust_root AS trustRoot, certificate, identity_fingerprint AS identityFingerprint, delivery_token AS deliveryToken,
  request_token AS requestToken, verified, introduce, introduced, created_at AS createdAt`

export function readContact(db: Database, account: AccountId): ContactRecord | null {
  const sql = `SELECT ${columns} FROM contact WHERE account = ?`
  return prepared<[string], ContactRecord>(db, sql).get(account) ?? null
}

export function readContacts(db: Database): ContactRecord[] {
  return prepared<[], ContactRecord>(db, `SELECT ${columns} FROM contact`).all()
}

/** Inserts or replaces. */
export function writeContact({ db }: Tx, contact: ContactRecord): void {
  const sql = `INSERT OR REPLACE INTO contact (account, state, username, display_name, relay_url, relay_pin, trust_root,
    certificate, identity_fingerprint, delivery_token, request_token, verified, introduce, introduced, created_at)
    VALUES (@account, @state, @username, @displayName, @relayUrl, @relayPin, @trustRoot, @certificate,
    @identityFingerprint, @deliveryToken, @requestToken, @verified, @introduce, @introduced, @createdAt)`
  prepared(db, sql).run(contact)
}

/** Something that introduces us has reached their relay. */
export function markIntroduced({ db }: Tx, account: AccountId): void {
  prepared(db, 'UPDATE contact SET introduced = 1 WHERE account = ? AND introduce = 1 AND introduced = 0').run(account)
}

/** Everybody has to hear again who we are. */
export function introduceToAll({ db }: Tx): AccountId[] {
  const sql = `UPDATE contact SET introduce = 1, introduced = 0 WHERE state <> 'request' RETURNING account`
  return prepared<[], { account: AccountId }>(db, sql)
    .all()
    .map(({ account }) => account)
}

export function deleteContact({ db }: Tx, account: AccountId): void {
  prepared(db, 'DELETE FROM contact WHERE account = ?').run(account)
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
