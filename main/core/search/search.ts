/** Finds messages, newest first. Has no knowledge of how the index is kept. SPEC.md M-81 ff. */
import { setImmediate } from 'node:timers/promises'
import { mostCounted, type SearchHit } from '../../../shared/contract/index.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { isEmpty, marksOf, parseQuery, type Query, snippetOf } from '../../../shared/search/index.ts'
import type { Store } from '../store/index.ts'
import { expressionOf, kindOf, shownTextOf, textOf } from './document.ts'
import * as table from './table.ts'

export interface SearchInput {
  readonly query: string
  readonly conversationId?: ConversationId | undefined
  readonly limit: number
  readonly cursor?: number | undefined
}

export interface SearchPage {
  readonly hits: SearchHit[]
  readonly next: number | null
  readonly count: number
  readonly prepared: number
}

export async function searchMessages(
  { db }: Store,
  { query, conversationId, limit, cursor }: SearchInput,
  signal?: AbortSignal,
): Promise<SearchPage> {
  const parsed = parseQuery(query)
  const { upto, begun } = table.readState(db)
  const prepared = begun === 0 ? 1 : 1 - upto / begun
  if (isEmpty(parsed)) return { hits: [], next: null, count: 0, prepared }
  const expression = expressionOf(parsed, conversationId)
  const hits: SearchHit[] = []
  let next: number | null = cursor ?? Number.MAX_SAFE_INTEGER
  while (hits.length < limit && next !== null) {
    // Whoever has typed on has cancelled this.
    await setImmediate()
    signal?.throwIfAborted()
    const wanted = limit - hits.length
    const rows = table.readHits(db, expression, next, wanted + 1)
    hits.push(...rows.slice(0, wanted).flatMap((row) => hitOf(row, parsed) ?? []))
    next = rows.length > wanted ? (rows[wanted - 1]?.message ?? null) : null
  }
  const count = cursor === undefined ? table.countHits(db, expression, mostCounted) : 0
  return { hits, next, count, prepared }
}

/** Null where the message says something else by now than the index knows. */
function hitOf(row: table.HitRow, query: Query): SearchHit | null {
  const body = table.bodyOf(row)
  const kind = kindOf(body)
  const marks = marksOf(textOf(body), query)
  if (kind === null || marks === null) return null
  const { messageId, conversation: conversationId, position, sentAt } = row
  const { text: snippet, marks: shown } = snippetOf(shownTextOf(body), marks)
  return { messageId, conversationId, position, sentAt, own: row.own === 1, kind, snippet, marks: [...shown] }
}
