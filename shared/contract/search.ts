/** Contract of the search for messages. Chats are found by the renderer, which has their list. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ConversationId, MessageId } from '../ids.ts'
import { longestQuery } from '../search/index.ts'

export const SearchHit = z.object({
  messageId: MessageId,
  conversationId: ConversationId,
  position: z.number(),
  sentAt: z.number(),
  own: z.boolean(),
  kind: z.enum(['text', 'file', 'contact']),
  /** The part of the text that shows why it was found, on one line; spoilers hidden. */
  snippet: z.string(),
  /** Where the words stand in `snippet`, in UTF-16 code units. */
  marks: z.array(z.object({ start: z.int().min(0), length: z.int().min(1) })),
})
export type SearchHit = z.infer<typeof SearchHit>

/** Hits are counted up to here. */
export const mostCounted = 1000

export const search = {
  /**
   * Messages that hold every word of `query`, the last one as it begins; "phrases"; `from:me`. Newest first, by arrival.
   * Any text is a query; one without words finds nothing.
   */
  messages: oc
    .input(
      z.object({
        query: z.string().max(longestQuery),
        conversationId: ConversationId.optional(),
        limit: z.int().min(1).max(200),
        /** `next` of the page before. */
        cursor: z.number().optional(),
      }),
    )
    .output(
      z.object({
        hits: z.array(SearchHit),
        /** Where the next page begins; null where there is none. */
        next: z.number().nullable(),
        /** All hits, `mostCounted` at most; of the first page alone, else 0. */
        count: z.int(),
        /** How much of the history can be found already, 0 to 1: that of an older program is prepared piece by piece. */
        prepared: z.number(),
      }),
    ),
}
