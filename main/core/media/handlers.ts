/** Answers the contract of media. */
import { implement } from '@orpc/server'
import type { Message, OpenedMedia, PathToken } from '../../../shared/contract/index.ts'
import { media as contract } from '../../../shared/contract/media-calls.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConversationId, TransferId } from '../../../shared/ids.ts'
import { beginsAs, shownTypes, thumbnailTypes } from '../../../shared/media-types.ts'
import type { NewMedia } from '../files/index.ts'
import type { SharedKind } from './list.ts'

export interface MediaCalls {
  readonly list: (asked: {
    conversationId: ConversationId
    kind: SharedKind
    before: number | null
    limit: number
  }) => { messages: Message[]; more: boolean }
  readonly open: (id: TransferId) => OpenedMedia
  readonly send: (conversation: ConversationId, file: PathToken, made: NewMedia) => Promise<TransferId>
  readonly load: (id: TransferId) => Promise<void>
  readonly save: (id: TransferId, folder?: PathToken) => Promise<string>
}

export function mediaRouter(calls: MediaCalls) {
  const os = implement(contract)
  return os.router({
    list: os.list.handler(({ input }) => calls.list(input)),
    open: os.open.handler(({ input }) => calls.open(input.transferId)),
    send: os.send.handler(async ({ input }) => {
      const { conversationId, file, name, media, thumbnail, caption, replyTo } = input
      // The other side would take it for a file.
      if (!shownTypes[media.kind].includes(media.type)) throw new AppError('invalid-input', 'not shown in chats')
      if (thumbnail !== null && !(thumbnailTypes.includes(thumbnail.type) && beginsAs(thumbnail.type, thumbnail.bytes)))
        throw new AppError('invalid-input', 'not a small picture')
      return {
        transferId: await calls.send(conversationId, file, {
          name,
          media,
          thumbnail,
          said: { caption, replyTo },
        }),
      }
    }),
    load: os.load.handler(({ input }) => calls.load(input.transferId)),
    save: os.save.handler(async ({ input }) => ({ name: await calls.save(input.transferId, input.folder) })),
  })
}
