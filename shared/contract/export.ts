/** Contract of a chat's copy for reading elsewhere. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ConversationId } from '../ids.ts'
import { PathToken } from './transfers.ts'

export const ExportEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
  /** The last event. `folder`: its name, for display; `missing`: files that are not on this computer. */
  z.object({ type: z.literal('done'), folder: z.string(), missing: z.number() }),
])
export type ExportEvent = z.infer<typeof ExportEvent>

export const chatExport = {
  /**
   * Writes a conversation into a new folder, as pages to be opened with a browser. Whoever stops listening stops it, and
   * what was written goes. Raises `not-found`, `disk-full`, `folder-unwritable`.
   */
  conversation: oc
    .input(
      z.object({
        conversationId: ConversationId,
        /** Where the new folder lies; the download folder where it is left out. */
        folder: PathToken.optional(),
        language: z.enum(['en', 'de']),
        /** Whether pictures, recordings and files are copied along. */
        files: z.boolean(),
      }),
    )
    .output(eventIterator(ExportEvent)),
}
