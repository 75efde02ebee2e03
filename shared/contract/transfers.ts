/** Contract of file transfers. Bytes of files never go through it; a local file crosses as an opaque token. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ConversationId, MessageId, TransferId } from '../ids.ts'
import { FormattedText } from './conversations.ts'
import { ErrorSchema } from './error.ts'

/** Stands for a file or folder on this computer; made by the shell, good for this session alone. */
export const PathToken = z.string().min(16).max(128).brand<'PathToken'>()
export type PathToken = z.infer<typeof PathToken>

export const TransferPath = z.enum(['relay', 'lan', 'direct'])
export type TransferPath = z.infer<typeof TransferPath>

export const Transfer = z.object({
  id: TransferId,
  conversationId: ConversationId,
  direction: z.enum(['outgoing', 'incoming']),
  name: z.string(),
  /** Bytes. */
  size: z.number(),
  state: z.enum(['offered', 'preparing', 'running', 'paused', 'waiting', 'done', 'declined', 'cancelled', 'failed']),
  /** It is shown in the chat, and kept in the profile. */
  media: z.boolean(),
  /** Null for a file. `size` is that of what is wanted of it. */
  folder: z
    .object({
      files: z.number(),
      /** Links and other things that its sender has left out. */
      leftOut: z.number(),
      /** Not all of it is wanted. */
      partial: z.boolean(),
    })
    .nullable(),
  /**
   * Of an own file whose receiver is away and has not accepted it: it goes to their relay, is all there, or does not fit,
   * so that both have to be there. Else null.
   */
  away: z.enum(['storing', 'stored', 'beyond']).nullable(),
  /** Bytes that the receiver has confirmed (outgoing) or holds durably (incoming). */
  confirmed: z.number(),
  /** Bytes that have left this computer (outgoing); equals `confirmed` for incoming. */
  sent: z.number(),
  /** Mean of the last seconds; 0 when not running. */
  bytesPerSecond: z.number(),
  /** Null when unknown. */
  secondsLeft: z.number().nullable(),
  path: TransferPath.nullable(),
  error: ErrorSchema.nullable(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
})
export type Transfer = z.infer<typeof Transfer>

/** A file or folder in an offered folder. */
export const FolderEntry = z.object({
  /** Relative, with `/` between names; a folder stands before what it holds. */
  path: z.string(),
  /** Bytes; 0 for folders. */
  size: z.number(),
  folder: z.boolean(),
})
export type FolderEntry = z.infer<typeof FolderEntry>

/** The first and the last of some entries. */
const EntryRange = z.tuple([z.int().min(0), z.int().min(0)])

export const transfers = {
  /** All transfers, newest first; a new whole list on each change, at most ten a second. */
  watch: oc.output(eventIterator(z.array(Transfer))),
  offer: oc
    .input(
      z.object({
        conversationId: ConversationId,
        file: PathToken,
        caption: FormattedText.optional(),
        replyTo: MessageId.optional(),
      }),
    )
    .output(z.object({ transferId: TransferId })),
  /**
   * Without `folder` the file goes to the download folder of the settings. `without`: entries of a folder that are not
   * wanted.
   */
  accept: oc
    .input(
      z.object({
        transferId: TransferId,
        folder: PathToken.optional(),
        without: z.array(EntryRange).max(100_000).optional(),
      }),
    )
    .output(z.void()),
  /** What is in a folder, from entry `from` on, some thousands at once. Answers when its list is here. */
  entries: oc
    .input(z.object({ transferId: TransferId, from: z.int().min(0) }))
    .output(z.object({ entries: z.array(FolderEntry), total: z.number() })),
  decline: oc.input(z.object({ transferId: TransferId })).output(z.void()),
  pause: oc.input(z.object({ transferId: TransferId })).output(z.void()),
  resume: oc.input(z.object({ transferId: TransferId })).output(z.void()),
  cancel: oc.input(z.object({ transferId: TransferId })).output(z.void()),
  /** SHA-256 of the whole file, lower-case hexadecimal. */
  sha256: oc.input(z.object({ transferId: TransferId })).output(z.object({ hex: z.string().length(64) })),
}
