/** Contract of what is done with pictures, videos and sounds. Their bytes come from the files origin, under tokens. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ConversationId, MessageId, TransferId } from '../ids.ts'
import { maxThumbnailBytes } from '../media-types.ts'
import { FormattedText, Message } from './conversations.ts'
import { Media } from './media.ts'
import { PathToken } from './transfers.ts'

/** Opens one file at the files origin (`ShellInfo.filesOrigin`), for this session and for an hour after its last use. */
export const FileToken = z.string().min(16).max(128).brand<'FileToken'>()
export type FileToken = z.infer<typeof FileToken>

/**
 * `here`: whole, in the profile. `offered`: waits for the user to load it. `coming`: on its way. `failed`: it will not
 * come by itself. `gone`: it was here and is not any more.
 */
export const MediaState = z.enum(['here', 'offered', 'coming', 'failed', 'gone'])
export type MediaState = z.infer<typeof MediaState>

/** How an own one ended that the other side has not got. */
export const MediaProblem = z.enum(['cancelled', 'declined', 'failed'])
export type MediaProblem = z.infer<typeof MediaProblem>

export const OpenedMedia = z.object({
  state: MediaState,
  problem: MediaProblem.nullable(),
  file: FileToken.nullable(),
  thumbnail: FileToken.nullable(),
})
export type OpenedMedia = z.infer<typeof OpenedMedia>

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const Thumbnail = z.object({ type: z.string(), bytes: bytes.refine((value) => value.length <= maxThumbnailBytes) })

export const media = {
  /**
   * Messages of a conversation with something of one kind, newest first, before the position `before` (null: from the
   * newest on): pictures, videos and sounds; other files; texts with links.
   */
  list: oc
    .input(
      z.object({
        conversationId: ConversationId,
        kind: z.enum(['media', 'files', 'links']),
        before: z.number().nullable(),
        limit: z.int().min(1).max(500),
      }),
    )
    .output(z.object({ messages: z.array(Message), more: z.boolean() })),
  /** Where its bytes can be had. Tokens are null for what is not there. Raises `not-found`. */
  open: oc.input(z.object({ transferId: TransferId })).output(OpenedMedia),
  /**
   * Sends what the page has prepared: without what nobody should learn from it, measured, with a small picture. `file`
   * is read to its end before this answers. Raises `contact-unknown`, `not-found`, `file-vanished`, `file-unreadable`,
   * `too-large`, `disk-full`, `invalid-input`.
   */
  send: oc
    .input(
      z.object({
        conversationId: ConversationId,
        file: PathToken,
        name: z.string().min(1).max(255),
        media: Media.omit({ thumbnail: true }),
        thumbnail: Thumbnail.nullable(),
        caption: FormattedText.optional(),
        replyTo: MessageId.optional(),
      }),
    )
    .output(z.object({ transferId: TransferId })),
  /** Loads what was offered, or what has failed. Raises `not-found`, `contact-unknown`, `disk-full`. */
  load: oc.input(z.object({ transferId: TransferId })).output(z.void()),
  /** Writes a copy to the download folder, or to `folder`, under a name that is free. Raises `not-found`, `disk-full`, `folder-unwritable`. */
  save: oc
    .input(z.object({ transferId: TransferId, folder: PathToken.optional() }))
    .output(z.object({ name: z.string() })),
}
