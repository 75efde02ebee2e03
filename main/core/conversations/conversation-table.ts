/** Rows of conversations: what the list shows of each besides its messages. SQL only. */
import type { Database } from 'better-sqlite3'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

export interface ConversationRow {
  readonly id: ConversationId
  readonly lastActivity: number
  /** Everything up to this position has been read. */
  readonly readUpTo: number
  readonly draft: string
  readonly draftReplyTo: MessageId | null
  /** See [Note: unread counts]. */
  readonly unread: number
  readonly markedUnread: number
  readonly pinned: number
  readonly archived: number
  /** Milliseconds since the epoch. */
  readonly mutedUntil: number | null
  /** Seconds. */
  readonly expiresAfter: number | null
}

const columns = `id, last_activity AS lastActivity, read_up_to AS readUpTo, draft, draft_reply_to AS draftReplyTo, unread,
  marked_unread AS markedUnread, pinned, archived, muted_until AS mutedUntil,
  (SELECT seconds FROM conversation_timer WHERE conversation_timer.conversation = conversation.id) AS expiresAfter`

export function readConversations(db: Database): ConversationRow[] {
  return prepared<[], ConversationRow>(db, `SELECT ${columns} FROM conversation`).all()
}

export function readConversation(db: Database, id: ConversationId): ConversationRow | null {
  return prepared<[string], ConversationRow>(db, `SELECT ${columns} FROM conversation WHERE id = ?`).get(id) ?? null
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

/** `replyTo`: undefined leaves it as it is. */
export function setDraft({ db }: Tx, id: ConversationId, draft: string, replyTo: MessageId | null | undefined): void {
  if (replyTo === undefined) prepared(db, 'UPDATE conversation SET draft = ? WHERE id = ?').run(draft, id)
  else prepared(db, 'UPDATE conversation SET draft = ?, draft_reply_to = ? WHERE id = ?').run(draft, replyTo, id)
}

/** Only forward, and no further than the last message. Gives the position before and now. */
export function setReadUpTo({ db }: Tx, id: ConversationId, upTo: number): { from: number; to: number } {
  const from = readConversation(db, id)?.readUpTo ?? 0
  const last = prepared<[string], { position: number | null }>(
    db,
    'SELECT max(position) AS position FROM message WHERE conversation = ?',
  )
  const to = Math.max(from, Math.min(upTo, last.get(id)?.position ?? from))
  const sql = `UPDATE conversation SET marked_unread = 0, read_up_to = @to, unread = unread - (SELECT count(*) FROM message
    WHERE message.conversation = @id AND position > @from AND position <= @to AND own = 0
    AND kind IN ('text', 'file', 'contact', 'missed-call')) WHERE id = @id`
  prepared(db, sql).run({ id, to, from })
  return { from, to }
}

export function setMarkedUnread({ db }: Tx, id: ConversationId): void {
  prepared(db, 'UPDATE conversation SET marked_unread = 1 WHERE id = ?').run(id)
}

export function setPinned({ db }: Tx, id: ConversationId, pinned: boolean): void {
  prepared(db, 'UPDATE conversation SET pinned = ? WHERE id = ?').run(pinned ? 1 : 0, id)
}

export function setArchived({ db }: Tx, id: ConversationId, archived: boolean): void {
  prepared(db, 'UPDATE conversation SET archived = ? WHERE id = ?').run(archived ? 1 : 0, id)
}

/** Something new was said: a muted conversation may be silent in the archive, any other comes back from there. */
export function unarchive({ db }: Tx, id: ConversationId, now: number): void {
  const sql = 'UPDATE conversation SET archived = 0 WHERE id = ? AND archived = 1 AND coalesce(muted_until, 0) <= ?'
  prepared(db, sql).run(id, now)
}

export function setMutedUntil({ db }: Tx, id: ConversationId, until: number | null): void {
  prepared(db, 'UPDATE conversation SET muted_until = ? WHERE id = ?').run(until, id)
}
