/** Rows of the outbox and of what may be asked for again. SQL only; has no knowledge of encryption or delivery. */
import type { Database } from 'better-sqlite3'
import { AccountId, type MessageId } from '../../../shared/ids.ts'
import { type Hint, resendReference } from '../protocol/index.ts'
import { prepared, type Tx } from '../store/index.ts'

export interface Job {
  /** Grows; the order within an account. */
  readonly id: number
  readonly account: AccountId
  readonly messageId: MessageId
  /** 16 bytes. */
  readonly envelopeId: Uint8Array
  /** Null: exists sealed alone. */
  readonly content: Uint8Array | null
  readonly hint: Hint
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null
  readonly sealed: Uint8Array | null
  readonly repairs: number
}

export type NewJob = Pick<Job, 'account' | 'messageId' | 'envelopeId' | 'content' | 'hint' | 'expiresAt'> & {
  readonly sealed?: Sealing
}

export interface Sealing {
  /** Serialized DeliveryRequest. */
  readonly bytes: Uint8Array
  /** Milliseconds since the epoch when the certificate inside runs out. */
  readonly until: number
}

/** How often one content is sent again on request. */
export const maxResends = 3

export function insertJob({ db }: Tx, job: NewJob): void {
  const sql = `INSERT INTO outbox (account, message_id, envelope_id, content, hint, expires_at, sealed, sealed_until)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  const { account, messageId, envelopeId, content, hint, expiresAt, sealed } = job
  prepared(db, sql).run(
    account,
    messageId,
    envelopeId,
    content,
    hint,
    expiresAt,
    sealed?.bytes ?? null,
    sealed?.until ?? null,
  )
}

/** The oldest jobs of an account. */
export function nextJobs(db: Database, account: AccountId, limit: number): Job[] {
  const sql = `SELECT id, account, message_id AS messageId, envelope_id AS envelopeId, content, hint,
    expires_at AS expiresAt, sealed, repairs FROM outbox WHERE account = ? ORDER BY id LIMIT ?`
  return prepared<[string, number], Job>(db, sql).all(account, limit)
}

export function accountsWithJobs(db: Database): AccountId[] {
  const rows = prepared<[], { account: string }>(db, 'SELECT DISTINCT account FROM outbox').all()
  return rows.map(({ account }) => AccountId.parse(account))
}

export function storeSealed({ db }: Tx, id: number, { bytes, until }: Sealing): void {
  prepared(db, 'UPDATE outbox SET sealed = ?, sealed_until = ? WHERE id = ?').run(bytes, until, id)
}

/** Ciphertexts whose certificate has run out are made anew; what exists sealed alone is of no use any more. */
export function unsealExpired({ db }: Tx, account: AccountId, now: number): void {
  prepared(db, 'DELETE FROM outbox WHERE account = ? AND content IS NULL AND sealed_until <= ?').run(account, now)
  prepared(db, 'UPDATE outbox SET sealed = NULL WHERE account = ? AND sealed_until <= ?').run(account, now)
}

/** After the recipient's devices have changed; each content counts as repaired. */
export function repairAll(tx: Tx, account: AccountId): void {
  const sql = 'UPDATE outbox SET repairs = repairs + 1 WHERE account = ? AND sealed IS NOT NULL'
  prepared(tx.db, sql).run(account)
  unsealAll(tx, account)
}

/** Everything that waits is sealed anew; what exists sealed alone is of no use any more. */
export function unsealAll({ db }: Tx, account: AccountId): void {
  prepared(db, 'DELETE FROM outbox WHERE account = ? AND content IS NULL').run(account)
  prepared(db, 'UPDATE outbox SET sealed = NULL WHERE account = ?').run(account)
}

/** The same for everybody. */
export function unsealEverything({ db }: Tx): void {
  prepared(db, 'DELETE FROM outbox WHERE content IS NULL').run()
  prepared(db, 'UPDATE outbox SET sealed = NULL').run()
}

export function deleteJob({ db }: Tx, id: number): void {
  prepared(db, 'DELETE FROM outbox WHERE id = ?').run(id)
}

const allTables = ['outbox', 'sent', 'outgoing_counter', 'inbox_message', 'resend_request', 'unknown_content']

export function deleteAllOf({ db }: Tx, account: AccountId): void {
  for (const table of allTables) {
    prepared(db, `DELETE FROM ${table} WHERE account = ?`).run(account)
  }
}

/**
 * The counter of the next content to `account`: greater than the one before, and no less than `now` (milliseconds since
 * the epoch). A profile that was set back by a backup, or made anew, thereby counts on from where it was.
 */
export function takeCounter({ db }: Tx, account: AccountId, now: number): bigint {
  const sql = `INSERT INTO outgoing_counter (account, next) VALUES (@account, @now + 1)
    ON CONFLICT (account) DO UPDATE SET next = max(next, @now) + 1 RETURNING next - 1 AS counter`
  const row = prepared<[{ account: string; now: number }], { counter: number }>(db, sql).get({ account, now })
  return BigInt(row?.counter ?? now)
}

/** Keeps what was delivered until it is confirmed, for a resend. */
export function keepSent({ db }: Tx, job: Job, now: number): void {
  if (job.content === null || job.hint === 'implicit') return
  const { account, messageId, envelopeId, content } = job
  const before = prepared<[string, string], { count: number | null }>(
    db,
    'SELECT max(resends) AS count FROM sent WHERE account = ? AND message_id = ?',
  )
  const resends = before.get(account, messageId)?.count ?? 0
  const sql = `INSERT OR IGNORE INTO sent (account, reference, message_id, content, sent_at, resends)
    VALUES (?, ?, ?, ?, ?, ?)`
  prepared(db, sql).run(account, resendReference(envelopeId), messageId, content, now, resends)
}

/**
 * Contents that a resend request may mean, each counted as sent once more, by whichever of its envelopes it is asked for:
 * envelopes of the same millisecond share a reference.
 */
export function takeResends(
  { db }: Tx,
  account: AccountId,
  reference: number,
): { messageId: MessageId; content: Uint8Array }[] {
  const sql = `SELECT message_id AS messageId, content FROM sent WHERE account = ? AND reference = ? AND resends < ?`
  const found = prepared<[string, number, number], { messageId: MessageId; content: Uint8Array }>(db, sql).all(
    account,
    reference,
    maxResends,
  )
  const count = prepared(db, 'UPDATE sent SET resends = resends + 1 WHERE account = ? AND message_id = ?')
  for (const { messageId } of found) count.run(account, messageId)
  return found
}

export function deleteSent({ db }: Tx, account: AccountId, messageId: MessageId): void {
  prepared(db, 'DELETE FROM sent WHERE account = ? AND message_id = ?').run(account, messageId)
}

/** Nothing that was sent so far is sent again on request. */
export function deleteAllSent({ db }: Tx, account: AccountId): void {
  prepared(db, 'DELETE FROM sent WHERE account = ?').run(account)
}

/** Contents that wait for an account, oldest first; what exists sealed alone is none. */
export function waitingMessages(db: Database, account: AccountId): MessageId[] {
  const sql = 'SELECT message_id AS id FROM outbox WHERE account = ? AND content IS NOT NULL ORDER BY id'
  return prepared<[string], { id: MessageId }>(db, sql)
    .all(account)
    .map(({ id }) => id)
}

export function deleteJobs({ db }: Tx, account: AccountId): void {
  prepared(db, 'DELETE FROM outbox WHERE account = ?').run(account)
}

/** Whether what waited had been sealed: then some of it may be on its way. */
export function deleteMessageJobs({ db }: Tx, account: AccountId, id: MessageId): 'none' | 'unsealed' | 'sealed' {
  const sql = `DELETE FROM outbox WHERE account = ? AND message_id = ? AND content IS NOT NULL
    RETURNING sealed IS NOT NULL AS sealed, repairs`
  const rows = prepared<[string, string], { sealed: number; repairs: number }>(db, sql).all(account, id)
  if (rows.length === 0) return 'none'
  return rows.some(({ sealed, repairs }) => sealed === 1 || repairs > 0) ? 'sealed' : 'unsealed'
}

export function deleteSentBefore({ db }: Tx, time: number): void {
  prepared(db, 'DELETE FROM sent WHERE sent_at < ?').run(time)
}
