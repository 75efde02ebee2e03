/**
 * What was said about a message before it is here: the envelope that brings it is late, or is asked for again. Has no knowledge
 * of what was said. SPEC.md M-54.
 */
import { z } from 'zod'
import type { Message } from '../../../shared/contract/index.ts'
import { TextRange } from '../../../shared/contract/index.ts'
import type { ConversationId, MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'

/** Kept of each sender; the oldest gives way. */
const maxEarly = 500
/** The same of a stranger. */
const maxEarlyOfStranger = 20

const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reaction'), emoji: z.string() }),
  z.object({ kind: z.literal('edit'), text: z.string(), ranges: z.array(TextRange), at: z.number() }),
  z.object({ kind: z.literal('deletion') }),
])
/** Something that the other side has said about a message. */
export type Change = z.infer<typeof Change>

export interface EarlyChange {
  readonly change: Change
  /** Of the sender. */
  readonly counter: bigint
}

/** Keeps it until {@link takeEarly}. */
export function keepEarly(
  { db }: Tx,
  conversation: ConversationId,
  message: MessageId,
  { change, counter }: EarlyChange,
  accepted: boolean,
): void {
  const sql = 'INSERT INTO early_change (conversation, message, counter, content, at) VALUES (?, ?, ?, ?, ?)'
  prepared(db, sql).run(conversation, message, counter, JSON.stringify(change), Date.now())
  const limit = accepted ? maxEarly : maxEarlyOfStranger
  const surplus = `DELETE FROM early_change WHERE conversation = @conversation AND id <= (SELECT id FROM early_change
    WHERE conversation = @conversation ORDER BY id DESC LIMIT 1 OFFSET @limit)`
  prepared(db, surplus).run({ conversation, limit })
}

/** In the order in which the sender has said it. */
export function takeEarly({ db }: Tx, { conversationId, id }: Message): EarlyChange[] {
  const sql = 'SELECT counter, content FROM early_change WHERE conversation = ? AND message = ? ORDER BY counter, id'
  const rows = prepared<[string, string], { counter: number; content: string }>(db, sql).all(conversationId, id)
  if (rows.length === 0) return []
  prepared(db, 'DELETE FROM early_change WHERE conversation = ? AND message = ?').run(conversationId, id)
  return rows.map(({ counter, content }) => ({
    change: Change.parse(JSON.parse(content)),
    counter: BigInt(counter),
  }))
}

export function forgetEarly({ db }: Tx, conversation: ConversationId): void {
  prepared(db, 'DELETE FROM early_change WHERE conversation = ?').run(conversation)
}

/** `time`: milliseconds since the epoch. */
export function forgetEarlyBefore({ db }: Tx, time: number): void {
  prepared(db, 'DELETE FROM early_change WHERE at < ?').run(time)
}
