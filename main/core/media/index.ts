/** Pictures, videos and sounds in chats: sent, loaded, found again, and handed to the page under tokens. */
import type { Logger } from 'pino'
import type { FileToken, Message, PathToken, Settings } from '../../../shared/contract/index.ts'
import type { AccountId, ConversationId, MessageId, TransferId } from '../../../shared/ids.ts'
import type { Files, NewMedia } from '../files/index.ts'
import type { ServedFile } from '../host.ts'
import type { Store, Tx } from '../store/index.ts'
import { AutomaticDownload } from './automatic.ts'
import { mediaRouter } from './handlers.ts'
import { listShared } from './list.ts'
import { Serving } from './serving.ts'

export { mediaMigrations } from './migrations.ts'

export interface MediaDeps {
  readonly store: Store
  readonly files: Files
  readonly readMessage: (id: MessageId) => Message | null
  readonly limits: () => Settings['autoDownload']
  readonly accepted: (account: AccountId) => boolean
  readonly log: Logger
}

export interface MediaRoom {
  readonly router: ReturnType<typeof mediaRouter>
  /** An offer has come, and is recorded. */
  offered(tx: Tx, id: TransferId): void
  /** Looks again at everything that was offered: somebody may have been accepted. */
  reconsider(): void
  /** What the files origin gives for a token; null for none. */
  serve(token: FileToken): ServedFile | null
}

export function createMedia({ store, files, readMessage, ...deps }: MediaDeps): MediaRoom {
  const automatic = new AutomaticDownload({ files, ...deps })
  const serving = new Serving(files)
  return {
    router: mediaRouter({
      list: (asked) => {
        const { ids, more } = listShared(store.db, asked)
        return { messages: ids.flatMap((id) => readMessage(id) ?? []), more }
      },
      open: (id) => serving.open(id),
      send: (conversation: ConversationId, file: PathToken, made: NewMedia) =>
        files.media.offer(conversation, file, made),
      load: (id) => files.load(id),
      save: (id, folder) => files.media.save(id, folder),
    }),
    offered: (tx, id) => automatic.offered(tx, id),
    reconsider: () => automatic.all(),
    serve: (token) => serving.serve(token),
  }
}
