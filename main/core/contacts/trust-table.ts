/** Rows of what is thought of people. SQL only; has no knowledge of what follows from it. */
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { AccountId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

export interface Trust {
  readonly unconfirmed: boolean
  readonly refusedToken: Uint8Array | null
  /** Milliseconds since the epoch; null for who is not blocked. */
  readonly blockedAt: number | null
}

const nothing: Trust = { unconfirmed: false, refusedToken: null, blockedAt: null }

interface Row {
  readonly unconfirmed: number
  readonly refusedToken: Uint8Array | null
  readonly blockedAt: number | null
}

export function readTrust(db: Database, account: AccountId): Trust {
  const sql = `SELECT unconfirmed, refused_token AS refusedToken, blocked_at AS blockedAt FROM contact_trust
    WHERE account = ?`
  const row = prepared<[string], Row>(db, sql).get(account)
  return row === undefined ? nothing : { ...row, unconfirmed: row.unconfirmed === 1 }
}

export function changeTrust(tx: Tx, account: AccountId, change: Partial<Trust>): void {
  const { unconfirmed, refusedToken, blockedAt } = { ...readTrust(tx.db, account), ...change }
  const sql = `INSERT OR REPLACE INTO contact_trust (account, unconfirmed, refused_token, blocked_at) VALUES (?, ?, ?, ?)`
  prepared(tx.db, sql).run(account, unconfirmed ? 1 : 0, refusedToken, blockedAt)
}

/** With everything that is known of their identities. */
export function deleteTrust({ db }: Tx, account: AccountId): void {
  for (const table of ['contact_trust', 'earlier_identity'])
    prepared(db, `DELETE FROM ${table} WHERE account = ?`).run(account)
}

/** Newest first. */
export function readBlocked(db: Database): AccountId[] {
  const sql = 'SELECT account FROM contact_trust WHERE blocked_at IS NOT NULL ORDER BY blocked_at DESC, account'
  return prepared<[], { account: AccountId }>(db, sql)
    .all()
    .map(({ account }) => account)
}

/** Until when (milliseconds since the epoch) an account had this identity; null where it never had. */
export function readEarlierIdentity(db: Database, account: AccountId, fingerprint: Uint8Array): number | null {
  const sql = 'SELECT until FROM earlier_identity WHERE account = ? AND fingerprint = ?'
  return prepared<[string, Uint8Array], { until: number }>(db, sql).get(account, fingerprint)?.until ?? null
}

/** When an identity of this account was replaced last; null for never. */
export function readLastIdentityChange(db: Database, account: AccountId): number | null {
  const sql = 'SELECT max(until) AS until FROM earlier_identity WHERE account = ?'
  return prepared<[string], { until: number | null }>(db, sql).get(account)?.until ?? null
}

export function replaceIdentity(
  { db }: Tx,
  account: AccountId,
  { before, now, until }: { before: Uint8Array; now: Uint8Array; until: number },
): void {
  const sql = 'INSERT OR REPLACE INTO earlier_identity (account, fingerprint, until) VALUES (?, ?, ?)'
  prepared(db, sql).run(account, before, until)
  prepared(db, 'DELETE FROM earlier_identity WHERE account = ? AND fingerprint = ?').run(account, now)
}

export function deleteIdentitiesBefore({ db }: Tx, time: number): void {
  prepared(db, 'DELETE FROM earlier_identity WHERE until < ?').run(time)
}

export function readNextToken(db: Database): Uint8Array | null {
  const sql = 'SELECT token FROM next_delivery_token'
  return prepared<[], { token: Uint8Array }>(db, sql).get()?.token ?? null
}

/** Bytes of a delivery token. */
const tokenBytes = 32

/** From now on another one is told to the relay, and then to everybody. */
export function renewDeliveryToken({ db }: Tx): void {
  prepared(db, 'INSERT OR REPLACE INTO next_delivery_token (only, token) VALUES (1, ?)').run(randomBytes(tokenBytes))
}

/** Does nothing where another one has taken its place meanwhile. */
export function deleteNextToken({ db }: Tx, token: Uint8Array): void {
  prepared(db, 'DELETE FROM next_delivery_token WHERE token = ?').run(token)
}

/** SHA-256 each. */
export function readRevokedTokens(db: Database): Uint8Array[] {
  return prepared<[], { hash: Uint8Array }>(db, 'SELECT hash FROM revoked_request_token')
    .all()
    .map(({ hash }) => hash)
}

export function insertRevokedToken({ db }: Tx, hash: Uint8Array): void {
  prepared(db, 'INSERT OR IGNORE INTO revoked_request_token (hash) VALUES (?)').run(hash)
}

export function deleteRevokedToken({ db }: Tx, hash: Uint8Array): void {
  prepared(db, 'DELETE FROM revoked_request_token WHERE hash = ?').run(hash)
}
