/** SQL of the index. Reads the rows of messages, and changes none. See [Note: rowids]. */
import type { Database } from 'better-sqlite3'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'
import { documentOf, type SearchedBody, type StoredMessage } from './document.ts'

interface Row {
  readonly message: number
  readonly conversation: ConversationId
  readonly own: number
  /** JSON. */
  readonly body: string
}

const storedOf = ({ conversation, own, body }: Omit<Row, 'message'>): StoredMessage => ({
  conversation,
  own,
  // What stands in the column was written by the conversations room from checked values.
  body: JSON.parse(body) as SearchedBody,
})

interface Change {
  readonly message: number
  readonly conversation: ConversationId | null
  readonly own: number | null
  readonly body: string | null
}

export function readChanges(db: Database, limit: number): Change[] {
  return prepared<[number], Change>(db, 'SELECT * FROM search_change ORDER BY message LIMIT ?').all(limit)
}

/** Brings the index to what the message says now. */
export function applyChange({ db }: Tx, { message, conversation, own, body }: Change): void {
  prepared(db, 'DELETE FROM search_change WHERE message = ?').run(message)
  // The past is indexed as it is when its turn comes.
  if (message <= readState(db).upto) return
  if (conversation !== null && own !== null && body !== null) {
    const known = documentOf(storedOf({ conversation, own, body }))
    if (known !== null) {
      prepared(db, "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)").run(message, known)
    }
  }
  const now = prepared<[number], Omit<Row, 'message'>>(
    db,
    'SELECT conversation, own, body FROM message WHERE rowid = ?',
  ).get(message)
  if (now !== undefined) insert(db, message, storedOf(now))
}

function insert(db: Database, message: number, stored: StoredMessage): void {
  const document = documentOf(stored)
  if (document !== null) prepared(db, 'INSERT INTO search_index (rowid, text) VALUES (?, ?)').run(message, document)
}

/** Writes what FTS5 keeps in memory until the commit. */
export function flush({ db }: Tx): void {
  prepared(db, "INSERT INTO search_index (search_index) VALUES ('flush')").run()
}

export interface State {
  readonly upto: number
  readonly begun: number
}

export function readState(db: Database): State {
  const state = prepared<[], State>(db, 'SELECT upto, begun FROM search_state').get()
  if (state === undefined) throw new Error('the search room has no state')
  return state
}

/** Indexes up to `limit` of the newest messages that are not in the index; false where there are none. */
export function indexPast({ db }: Tx, limit: number): boolean {
  const { upto } = readState(db)
  if (upto === 0) return false
  const sql = `SELECT rowid AS message, conversation, own, body FROM message
    WHERE rowid <= ? ORDER BY rowid DESC LIMIT ?`
  const rows = prepared<[number, number], Row>(db, sql).all(upto, limit)
  const next = rows.length < limit ? 0 : (rows.at(-1)?.message ?? 1) - 1
  // FTS5 writes a new segment whenever a row comes before the last one: one in each batch, not one for each row.
  for (const row of rows.reverse()) insert(db, row.message, storedOf(row))
  prepared(db, 'UPDATE search_state SET upto = ?').run(next)
  return next > 0
}

/** Begins anew with an empty index. */
export function clear({ db }: Tx): void {
  db.exec(`
    DROP TABLE search_index;
    CREATE VIRTUAL TABLE search_index USING fts5 (
      text, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1 2 3'
    );
    INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
    DELETE FROM search_change;
    UPDATE search_state SET (upto, begun) = (SELECT coalesce(max(rowid), 0), coalesce(max(rowid), 0) FROM message);
  `)
}

export interface HitRow extends Row {
  readonly messageId: MessageId
  readonly position: number
  readonly sentAt: number
}

/** Up to `limit` messages that fit `expression` and came before `before`, newest first. */
export function readHits(db: Database, expression: string, before: number, limit: number): HitRow[] {
  // The index alone decides what is read: joined first, SQLite would ask it for each message.
  const sql = `SELECT message.rowid AS message, id AS messageId, conversation, position, own, sent_at AS sentAt, body
    FROM (SELECT rowid AS hit FROM search_index WHERE search_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)
    CROSS JOIN message ON message.rowid = hit ORDER BY hit DESC`
  return prepared<[string, number, number], HitRow>(db, sql).all(expression, before, limit)
}

/** How many messages fit `expression`; counted up to `most`. */
export function countHits(db: Database, expression: string, most: number): number {
  const sql = 'SELECT count(*) AS count FROM (SELECT 1 FROM search_index WHERE search_index MATCH ? LIMIT ?)'
  return prepared<[string, number], { count: number }>(db, sql).get(expression, most)?.count ?? 0
}

export const bodyOf = (row: Pick<Row, 'body'>): SearchedBody => JSON.parse(row.body) as SearchedBody
