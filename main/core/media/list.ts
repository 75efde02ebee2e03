/** Finds the messages of a conversation that carry something of one kind. Has no knowledge of what messages are beyond that. */
import type { Database } from 'better-sqlite3'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { prepared } from '../store/index.ts'

/** As they stand in the indexes: a query that says the same words uses them. */
export const holdsFile = "kind = 'file'"
export const holdsLink = "kind = 'text' AND instr(body, '://') > 0"

export type SharedKind = 'media' | 'files' | 'links'

const filters: Record<SharedKind, string> = {
  media: `${holdsFile} AND json_extract(body, '$.media') IS NOT NULL`,
  files: `${holdsFile} AND json_extract(body, '$.media') IS NULL`,
  links: holdsLink,
}

/** Up to `limit` ids before `before` (null: from the newest on), newest first, and whether there are older ones. */
export function listShared(
  db: Database,
  asked: {
    readonly conversationId: ConversationId
    readonly kind: SharedKind
    readonly before: number | null
    readonly limit: number
  },
): { ids: MessageId[]; more: boolean } {
  const sql = `SELECT id FROM message WHERE conversation = ? AND position < ? AND ${filters[asked.kind]}
    ORDER BY position DESC LIMIT ?`
  const rows = prepared<[string, number, number], { id: MessageId }>(db, sql).all(
    asked.conversationId,
    asked.before ?? Number.MAX_SAFE_INTEGER,
    asked.limit + 1,
  )
  return { ids: rows.slice(0, asked.limit).map(({ id }) => id), more: rows.length > asked.limit }
}
