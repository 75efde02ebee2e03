/** Rows of what has been taken in. SQL only. */
import type { Database } from 'better-sqlite3'
import type { AccountId, MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'
import type { Sender } from './messaging.ts'

/** Longer than relays keep envelopes by default (30 days): what was taken in cannot come again after that. */
const rememberMs = 90 * 24 * 60 * 60 * 1000

export function isEnvelopeTaken(db: Database, envelopeId: Uint8Array): boolean {
  return prepared(db, 'SELECT 1 FROM inbox_envelope WHERE envelope_id = ?').get(envelopeId) !== undefined
}

export function takeEnvelope({ db }: Tx, envelopeId: Uint8Array, now: number): void {
  prepared(db, 'INSERT OR IGNORE INTO inbox_envelope (envelope_id, taken_at) VALUES (?, ?)').run(envelopeId, now)
}

/** False where this message has been taken in before. */
export function takeMessage({ db }: Tx, { account, device }: Sender, id: MessageId, now: number): boolean {
  const sql = 'INSERT OR IGNORE INTO inbox_message (account, device, message_id, taken_at) VALUES (?, ?, ?, ?)'
  return prepared(db, sql).run(account, device, id, now).changes === 1
}

export function forgetOldEntries({ db }: Tx, now: number): void {
  prepared(db, 'DELETE FROM inbox_envelope WHERE taken_at < ?').run(now - rememberMs)
  prepared(db, 'DELETE FROM inbox_message WHERE taken_at < ?').run(now - rememberMs)
}

/** Counts a resend request; false where there were `limit` of them to this account since `since`. */
export function countResendRequest({ db }: Tx, account: AccountId, now: number, since: number, limit: number): boolean {
  prepared(db, 'DELETE FROM resend_request WHERE asked_at < ?').run(since)
  const sql = 'SELECT count(*) AS count FROM resend_request WHERE account = ?'
  const asked = prepared<[string], { count: number }>(db, sql).get(account)?.count ?? 0
  if (asked >= limit) return false
  prepared(db, 'INSERT INTO resend_request (account, asked_at) VALUES (?, ?)').run(account, now)
  return true
}

export function countUnknown(db: Database, account: AccountId): number {
  const sql = 'SELECT count(*) AS count FROM unknown_content WHERE account = ?'
  return prepared<[string], { count: number }>(db, sql).get(account)?.count ?? 0
}

export function keepUnknown(
  { db }: Tx,
  { account, device }: Sender,
  id: MessageId,
  content: Uint8Array,
  now: number,
): void {
  const sql = `INSERT OR IGNORE INTO unknown_content (account, device, message_id, received_at, content)
    VALUES (?, ?, ?, ?, ?)`
  prepared(db, sql).run(account, device, id, now, content)
}
