/** Rows of conversations and messages. SQL and the order of the timeline; has no knowledge of sending or receiving. */
import type { Database } from 'better-sqlite3'
import type { ErrorPayload, Message, MessageBody } from '../../../shared/contract/index.ts'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
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
}

interface Row {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly position: number
  readonly own: number
  readonly sentAt: number
  readonly body: string
  readonly delivery: Message['delivery']
  readonly error: string | null
}

/** What is counted as unread and confirmed by receipts goes by its kind. */
const kindOf = (body: MessageBody): string =>
  body.kind === 'call' && body.outcome === 'missed' ? 'missed-call' : body.kind

/** Whether the other side is told that this has arrived: it came as a content with the message's id. */
export const hasReceipt = ({ kind }: MessageBody): boolean => kind === 'text' || kind === 'file'

const columns = `id, conversation AS conversationId, position, own, sent_at AS sentAt, body, delivery, error`

export interface ConversationRow {
  readonly id: ConversationId
  readonly lastActivity: number
  readonly draft: string
  readonly unread: number
}

const conversationColumns = `id, last_activity AS lastActivity, draft, (SELECT count(*) FROM message
  WHERE message.conversation = conversation.id AND position > read_up_to AND own = 0 AND kind IN ('text', 'file', 'missed-call')) AS unread`

export function readConversations(db: Database): ConversationRow[] {
  return prepared<[], ConversationRow>(db, `SELECT ${conversationColumns} FROM conversation`).all()
}

export function readConversation(db: Database, id: ConversationId): ConversationRow | null {
  const sql = `SELECT ${conversationColumns} FROM conversation WHERE id = ?`
  return prepared<[string], ConversationRow>(db, sql).get(id) ?? null
}

export function hasConversation(db: Database, id: ConversationId): boolean {
  return prepared(db, 'SELECT 1 FROM conversation WHERE id = ?').get(id) !== undefined
}

/** Makes the conversation where there is none, and moves it up. `now`: milliseconds since the epoch. */
export function touchConversation({ db }: Tx, id: ConversationId, now: number): void {
  const sql = `INSERT INTO conversation (id, last_activity) VALUES (?, ?)
    ON CONFLICT (id) DO UPDATE SET last_activity = max(last_activity, excluded.last_activity)`
  prepared(db, sql).run(id, now)
}

export function deleteConversation({ db }: Tx, id: ConversationId): void {
  prepared(db, 'DELETE FROM conversation WHERE id = ?').run(id)
}

export function setDraft({ db }: Tx, id: ConversationId, draft: string): void {
  prepared(db, 'UPDATE conversation SET draft = ? WHERE id = ?').run(draft, id)
}

export function setReadUpTo({ db }: Tx, id: ConversationId, position: number): void {
  prepared(db, 'UPDATE conversation SET read_up_to = max(read_up_to, ?) WHERE id = ?').run(position, id)
}

/** False where there is a message with this id already. */
export function insertMessage(tx: Tx, message: NewMessage): boolean {
  const { id, conversationId, own, counter, sentAt, body, delivery } = message
  const sql = `INSERT INTO message (id, conversation, position, own, counter, sent_at, kind, body, delivery)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
  const position = positionFor(tx.db, message)
  const { changes } = prepared(tx.db, sql).run(
    ...[id, conversationId, position, own ? 1 : 0, counter],
    ...[sentAt, kindOf(body), JSON.stringify(body), delivery],
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
export function replaceMessage({ db }: Tx, { id, body, sentAt, counter }: NewMessage): void {
  const sql = 'UPDATE message SET kind = ?, body = ?, sent_at = ?, counter = ? WHERE id = ?'
  prepared(db, sql).run(kindOf(body), JSON.stringify(body), sentAt, counter, id)
}

export function setBody({ db }: Tx, id: MessageId, body: MessageBody): void {
  prepared(db, 'UPDATE message SET kind = ?, body = ? WHERE id = ?').run(kindOf(body), JSON.stringify(body), id)
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

export function readNewest(db: Database, conversation: ConversationId): Message | null {
  return readPage(db, conversation, null, 1).messages[0] ?? null
}

/** The newest of the own messages that have not reached the relay. */
export function readWaiting(db: Database, conversation: ConversationId, limit: number): Message[] {
  const sql = `SELECT ${columns} FROM message WHERE conversation = ? AND delivery = 'waiting'
    ORDER BY position DESC LIMIT ?`
  return prepared<[string, number], Row>(db, sql).all(conversation, limit).map(messageOf)
}

/** Ids of the other's messages that a delivery receipt is due for. */
export function readReceived(db: Database, conversation: ConversationId): MessageId[] {
  const sql = `SELECT id FROM message WHERE conversation = ? AND own = 0 AND kind IN ('text', 'file') ORDER BY position`
  return prepared<[string], { id: MessageId }>(db, sql)
    .all(conversation)
    .map(({ id }) => id)
}

export function countReceived(db: Database, conversation: ConversationId): number {
  const sql = 'SELECT count(*) AS count FROM message WHERE conversation = ? AND own = 0'
  return prepared<[string], { count: number }>(db, sql).get(conversation)?.count ?? 0
}

// What stands in the columns was written by this file from checked values.
function messageOf({ own, body, error, ...row }: Row): Message {
  return {
    ...row,
    own: own === 1,
    body: JSON.parse(body) as MessageBody,
    error: error === null ? null : (JSON.parse(error) as ErrorPayload),
  }
}
