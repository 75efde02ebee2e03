/** Rows of where contacts were before, and of the names that they say they have now. SQL only. SPEC.md M-47, M-48. */
import type { Database } from 'better-sqlite3'
import type { AccountId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

/** As long as an envelope or a chunk may wait at a relay, in milliseconds. */
const keptMs = 30 * 24 * 60 * 60 * 1000

/** Of one account. */
const mostKept = 4

export interface FormerRelay {
  /** Origin. */
  readonly url: string
  readonly pin: Uint8Array | null
  /** libsignal public key, 33 bytes. */
  readonly trustRoot: Uint8Array
}

/** The latest first. `now`: milliseconds since the epoch. */
export function readFormerRelays(db: Database, account: AccountId, now: number): FormerRelay[] {
  const sql = `SELECT relay_url AS url, relay_pin AS pin, trust_root AS trustRoot FROM contact_former_relay
    WHERE account = ? AND until > ? ORDER BY until DESC`
  return prepared<[string, number], FormerRelay>(db, sql).all(account, now)
}

/** They left `before` for the relay with this root, where they may have been already. */
export function leaveRelay({ db }: Tx, account: AccountId, before: FormerRelay, nowAt: Uint8Array, now: number): void {
  prepared(db, 'DELETE FROM contact_former_relay WHERE until <= ?').run(now)
  prepared(db, 'DELETE FROM contact_former_relay WHERE account = ? AND trust_root = ?').run(account, nowAt)
  const sql = `INSERT OR REPLACE INTO contact_former_relay (account, trust_root, relay_url, relay_pin, until)
    VALUES (?, ?, ?, ?, ?)`
  prepared(db, sql).run(account, before.trustRoot, before.url, before.pin, now + keptMs)
  const oldest = `DELETE FROM contact_former_relay WHERE account = ? AND trust_root NOT IN
    (SELECT trust_root FROM contact_former_relay WHERE account = ? ORDER BY until DESC LIMIT ?)`
  prepared(db, oldest).run(account, account, mostKept)
}

/** When they moved last, in milliseconds since the epoch; null where that is too long ago to matter. */
export function lastMoveOf(db: Database, account: AccountId): number | null {
  const sql = 'SELECT max(until) AS until FROM contact_former_relay WHERE account = ?'
  const until = prepared<[string], { until: number | null }>(db, sql).get(account)?.until ?? null
  return until === null ? null : until - keptMs
}

export interface ClaimedName {
  readonly account: AccountId
  readonly username: string
}

export function readClaims(db: Database): ClaimedName[] {
  return prepared<[], ClaimedName>(db, 'SELECT account, username FROM contact_name_claim').all()
}

export function writeClaim({ db }: Tx, { account, username }: ClaimedName): void {
  prepared(db, 'INSERT OR REPLACE INTO contact_name_claim (account, username) VALUES (?, ?)').run(account, username)
}

/** Unless they have said another one meanwhile. */
export function deleteClaim({ db }: Tx, { account, username }: ClaimedName): void {
  prepared(db, 'DELETE FROM contact_name_claim WHERE account = ? AND username = ?').run(account, username)
}
