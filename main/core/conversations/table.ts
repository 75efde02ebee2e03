/** Rows of messages. SQL and the order of the timeline; has no knowledge of sending or receiving. */
import type { Database } from 'better-sqlite3'
import type { ErrorPayload, Message, MessageBody } from '../../../shared/contract/index.ts'
import type { AccountId, ConversationId, MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

/**
 * [Note: positions] Messages lie this far apart, so that one that comes late finds a place between the ones that its
 * sender wrote before and after it. 2^53 / 2^20 leaves room for 8 thousand million messages in one conversation. The first
 * one has room before it: at 0 and below everything counts as read.
 */
const step = 2 ** 20
const start = 2 ** 40

export interface NewMessage {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly own: boolean
  /** The sender's counter; 0 where there is none: then the order of arrival decides. */
  readonly counter: bigint
  /** Milliseconds since the epoch. */
  readonly sentAt: number
  readonly body: MessageBody
  /** Null for the other's messages. */
  readonly delivery: Message['delivery']
  /** Seconds after reading; null for never. */
  readonly expiresAfter: number | null
  /** Milliseconds since the epoch when it arrived here; null for own messages. */
  readonly receivedAt: number | null
}

interface Row {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly position: number
  readonly own: number
  readonly sentAt: number
  readonly body: string
  readonly editedAt: number | null
  readonly expiresAfter: number | null
  readonly expiresAt: number | null
  readonly delivery: Message['delivery']
  readonly error: string | null
  /** JSON: pairs of account and emoji. */
  readonly reactions: string
}

/** What is counted as unread and confirmed by receipts goes by its kind. */
const kindOf = (body: MessageBody): string =>
  body.kind === 'call' && body.outcome === 'missed' ? 'missed-call' : body.kind

/**
 * What people say to each other, each of it a content with the message's id: it has receipts, it can be quoted, reacted to,
 * deleted for everyone, and disappear.
 */
export const isSaid = ({ kind }: MessageBody): boolean => kind === 'text' || kind === 'file' || kind === 'contact'

const columns = `id, conversation AS conversationId, position, own, sent_at AS sentAt, body, edited_at AS editedAt,
  expires_after AS expiresAfter, expires_at AS expiresAt, delivery, error,
  (SELECT json_group_array(json_array(account, reaction.own, emoji)) FROM reaction
    WHERE reaction.message = message.id AND emoji <> '') AS reactions`

/** False where there is a message with this id already. */
export function insertMessage(tx: Tx, message: NewMessage): boolean {
  const { id, conversationId, own, counter, sentAt, body, delivery, expiresAfter, receivedAt } = message
  const sql = `INSERT INTO message (id, conversation, position, own, counter, sent_at, kind, body, delivery, expires_after,
    received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
  const position = positionFor(tx.db, message)
  const { changes } = prepared(tx.db, sql).run(
    ...[id, conversationId, position, own ? 1 : 0, counter],
    ...[sentAt, kindOf(body), JSON.stringify(body), delivery, expiresAfter, receivedAt],
  )
  return changes === 1
}

/** At the end, or before the first message that the same sender wrote later. See [Note: positions]. */
function positionFor(db: Database, { conversationId, own, counter }: NewMessage): number {
  const last = prepared<[string], { position: number | null }>(
    db,
    'SELECT max(position) AS position FROM message WHERE conversation = ?',
  )
  const end = (last.get(conversationId)?.position ?? start) + step
  if (own || counter === 0n) return end
  const later = prepared<[string, bigint], { position: number | null }>(
    db,
    'SELECT min(position) AS position FROM message WHERE conversation = ? AND counter > ? AND own = 0',
  )
  const next = later.get(conversationId, counter)?.position ?? null
  if (next === null) return end
  const before = prepared<[string, number], { position: number | null }>(
    db,
    'SELECT max(position) AS position FROM message WHERE conversation = ? AND position < ?',
  )
  const previous = before.get(conversationId, next)?.position ?? Math.max(0, next - step)
  const between = Math.floor((previous + next) / 2)
  return between === previous ? end : between
}

/** The place of a message that is there already goes to its new body, for example that of a notice to what it announced. */
export function replaceMessage({ db }: Tx, message: NewMessage): void {
  const { id, body, sentAt, counter, expiresAfter, receivedAt } = message
  const sql = `UPDATE message SET kind = ?, body = ?, sent_at = ?, counter = ?, expires_after = ?, received_at = ?
    WHERE id = ?`
  prepared(db, sql).run(kindOf(body), JSON.stringify(body), sentAt, counter, expiresAfter, receivedAt, id)
}

export function setBody({ db }: Tx, id: MessageId, body: MessageBody): void {
  prepared(db, 'UPDATE message SET kind = ?, body = ? WHERE id = ?').run(kindOf(body), JSON.stringify(body), id)
}

export function setEditedAt({ db }: Tx, id: MessageId, at: number | null): void {
  prepared(db, 'UPDATE message SET edited_at = ? WHERE id = ?').run(at, id)
}

/** The other side has an own message, or has even read it; a receipt that comes late takes nothing back. */
export function setArrived({ db }: Tx, id: MessageId, now: number, read: boolean): void {
  const sql = `UPDATE message SET error = NULL, delivered_at = coalesce(delivered_at, @now),
    read_at = iif(@read, coalesce(read_at, @now), read_at),
    delivery = iif(@read OR delivery = 'read', 'read', 'delivered') WHERE id = @id`
  prepared(db, sql).run({ id, now, read: read ? 1 : 0 })
}

export function deleteMessage({ db }: Tx, id: MessageId): void {
  prepared(db, 'DELETE FROM message WHERE id = ?').run(id)
}

export function setDelivery(
  { db }: Tx,
  id: MessageId,
  delivery: Message['delivery'],
  error: ErrorPayload | null,
): void {
  const sql = 'UPDATE message SET delivery = ?, error = ? WHERE id = ?'
  prepared(db, sql).run(delivery, error === null ? null : JSON.stringify(error), id)
}

export function readMessage(db: Database, id: MessageId): Message | null {
  const row = prepared<[string], Row>(db, `SELECT ${columns} FROM message WHERE id = ?`).get(id)
  return row === undefined ? null : messageOf(row)
}

/** Up to `limit` messages before `before` (null: the newest ones), oldest first, and whether there are older ones. */
export function readPage(
  db: Database,
  conversation: ConversationId,
  before: number | null,
  limit: number,
): { messages: Message[]; more: boolean } {
  const sql = `SELECT ${columns} FROM message WHERE conversation = ? AND position < ? ORDER BY position DESC LIMIT ?`
  const rows = prepared<[string, number, number], Row>(db, sql).all(
    conversation,
    before ?? Number.MAX_SAFE_INTEGER,
    limit + 1,
  )
  return { messages: rows.slice(0, limit).reverse().map(messageOf), more: rows.length > limit }
}

/** Calls with anybody, the newest first: up to `limit` before `before` (milliseconds since the epoch; null: the newest ones). */
export function readCalls(db: Database, before: number | null, limit: number): { messages: Message[]; more: boolean } {
  const sql = `SELECT ${columns} FROM message WHERE kind IN ('call', 'missed-call') AND sent_at < ?
    ORDER BY sent_at DESC LIMIT ?`
  const rows = prepared<[number, number], Row>(db, sql).all(before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  return { messages: rows.slice(0, limit).map(messageOf), more: rows.length > limit }
}

export function readNewest(db: Database, conversation: ConversationId): Message | null {
  return readPage(db, conversation, null, 1).messages[0] ?? null
}

/** The newest of the own messages that have not reached the relay. */
export function readWaiting(db: Database, conversation: ConversationId, limit: number): Message[] {
  const sql = `SELECT ${columns} FROM message WHERE conversation = ? AND delivery = 'waiting'
    ORDER BY position DESC LIMIT ?`
  return prepared<[string, number], Row>(db, sql).all(conversation, limit).map(messageOf)
}

/** Up to `limit` messages after `after`, oldest first, and whether there are newer ones. */
export function readPageAfter(
  db: Database,
  conversation: ConversationId,
  after: number,
  limit: number,
): { messages: Message[]; more: boolean } {
  const sql = `SELECT ${columns} FROM message WHERE conversation = ? AND position > ? ORDER BY position LIMIT ?`
  const rows = prepared<[string, number, number], Row>(db, sql).all(conversation, after, limit + 1)
  return { messages: rows.slice(0, limit).map(messageOf), more: rows.length > limit }
}

export function countMessages(db: Database, conversation: ConversationId): number {
  const sql = 'SELECT count(*) AS count FROM message WHERE conversation = ?'
  return prepared<[string], { count: number }>(db, sql).get(conversation)?.count ?? 0
}

/** Ids of what the other side has said at positions beyond `after` and up to `upTo`. */
export function readReceived(db: Database, conversation: ConversationId, after: number, upTo: number): MessageId[] {
  const sql = `SELECT id FROM message WHERE conversation = ? AND position > ? AND position <= ? AND own = 0
    AND kind IN ('text', 'file', 'contact') ORDER BY position`
  return prepared<[string, number, number], { id: MessageId }>(db, sql)
    .all(conversation, after, upTo)
    .map(({ id }) => id)
}

/** Times in milliseconds since the epoch. */
export interface MessageTimes {
  readonly sentAt: number
  readonly receivedAt: number | null
  readonly deliveredAt: number | null
  readonly readAt: number | null
  readonly editedAt: number | null
  readonly expiresAt: number | null
}

export function readTimes(db: Database, id: MessageId): MessageTimes | null {
  const sql = `SELECT sent_at AS sentAt, received_at AS receivedAt, delivered_at AS deliveredAt, read_at AS readAt,
    edited_at AS editedAt, expires_at AS expiresAt FROM message WHERE id = ?`
  return prepared<[string], MessageTimes>(db, sql).get(id) ?? null
}

export function countReceived(db: Database, conversation: ConversationId): number {
  const sql = 'SELECT count(*) AS count FROM message WHERE conversation = ? AND own = 0'
  return prepared<[string], { count: number }>(db, sql).get(conversation)?.count ?? 0
}

// What stands in the columns was written by this file from checked values.
function messageOf({ own, body, error, reactions, ...row }: Row): Message {
  return {
    ...row,
    own: own === 1,
    body: bodyOf(body),
    reactions: reactions === '[]' ? [] : reactionsOf(reactions),
    error: error === null ? null : (JSON.parse(error) as ErrorPayload),
  }
}

const plainText = { ranges: [], quote: null, forwarded: false }
const plainFile = { media: null, caption: '', ...plainText }

/** Also of messages from before there were formats, quotes and captions. */
function bodyOf(json: string): MessageBody {
  const body = JSON.parse(json) as MessageBody
  if (body.kind === 'text') return { ...plainText, ...body }
  return body.kind === 'file' ? { ...plainFile, ...body } : body
}

function reactionsOf(json: string): Message['reactions'] {
  const rows = JSON.parse(json) as [AccountId, 0 | 1, string][]
  return rows.map(([by, own, emoji]) => ({ by, own: own === 1, emoji }))
}
