/** Files: transfers of any size with contacts, encrypted in chunks, resumed after anything. */
import { detach, errorCodeOf } from '../../../shared/errors.ts'
import type { AccountId, ConversationId, TransferId } from '../../../shared/ids.ts'
import type { MediaKind } from '../../../shared/media-types.ts'
import type { Tx } from '../store/index.ts'
import { Away } from './away.ts'
import { ChunkBuffers } from './buffers.ts'
import { ChunkPool } from './chunk-pool.ts'
import type { FilesDeps, FileWords } from './deps.ts'
import { Direct } from './direct/direct.ts'
import { transfersRouter } from './handlers.ts'
import { Inbound } from './inbound.ts'
import { Life } from './life.ts'
import { findMedia } from './media-table.ts'
import { MediaTransfers } from './media-transfers.ts'
import { findTransfer, listOffered, type TransferRow, transfersWith } from './table.ts'
import { Throttle } from './throttle.ts'
import { Transfers } from './transfers.ts'

export type { FileRecord, FilesDeps, FileWords } from './deps.ts'
export { isSystemError, sourceError, targetError } from './file-errors.ts'
export { TreeSync } from './folder/tree-sync.ts'
export type { MediaFile, NewMedia } from './media-transfers.ts'
export { filesMigrations } from './migrations.ts'
export { numberedName, safeName } from './safe-name.ts'
export type { SealedPlace } from './sealed-file.ts'
export { assertRoom, removeSpooled } from './target.ts'

/** Chunks in memory for all transfers together: one window, 64 MiB. */
const mostBuffers = 16

/** An incoming transfer that waits for its acceptance. */
export interface Offer {
  readonly id: TransferId
  readonly account: AccountId
  readonly size: number
  /** Null for what is not shown. */
  readonly kind: MediaKind | null
}

export interface Files {
  readonly router: ReturnType<typeof transfersRouter>
  /** Path of a whole incoming file, or of an outgoing file's source; null where there is none. */
  fileOf(id: TransferId): string | null
  /** Ends every transfer with somebody, who stays in the list. */
  end(tx: Tx, account: AccountId): void
  /** Whether any transfer moves at the moment. */
  busy(): boolean
  readonly media: Pick<MediaTransfers, 'offer' | 'offerAgain' | 'file' | 'save' | 'saveInto'>
  /** Begins to receive what was offered, or goes on with it. See `transfers.accept` and `transfers.resume`. */
  load(id: TransferId): Promise<void>
  /** What of the media that were offered, and of other offers, the user has not decided on. */
  offers(): readonly Offer[]
  offer(id: TransferId): Offer | null
  /** Ends and forgets every transfer with somebody whose conversation is removed. */
  forget(tx: Tx, account: AccountId): void
  /** Ends and forgets one transfer whose message goes; does nothing where there is none. */
  forgetOne(tx: Tx, id: TransferId): void
  /** Offers a file that is here to somebody else. Raises `contact-unknown`, `not-found`, `file-vanished`, `file-unreadable`. */
  forward(id: TransferId, to: ConversationId, words: FileWords): Promise<void>
  /** Whether the file is still on its way to whoever is to have it. */
  underWay(id: TransferId): boolean
  /** Goes on with what was at work, once every room has registered its handlers. */
  start(): void
  /** Tries at once whatever waits for another attempt: the relay is back. */
  retry(): void
  close(): Promise<void>
}

export function createFiles({ now = Date.now, ...deps }: FilesDeps): Files {
  const pool = new ChunkPool()
  const machinery = {
    pool,
    buffers: new ChunkBuffers(mostBuffers),
    up: new Throttle(() => deps.rateLimits().up),
    down: new Throttle(() => deps.rateLimits().down),
  }
  const direct = new Direct(deps)
  const life = new Life({ ...deps, direct, machinery, now, notLeft: (id) => away.notLeft(id) })
  const away = new Away({ ...deps, life })
  const transfers = new Transfers({ ...deps, direct, life, away, now })
  const media = new MediaTransfers({ ...deps, life, machinery, now })
  const manifestOffered = (id: TransferId) =>
    detach(transfers.accept(id), (error) => deps.log.info({ code: errorCodeOf(error) }, 'a manifest is not fetched'))
  const inbound = new Inbound({ ...deps, life, direct, manifestOffered, now })
  const offerOf = ({ id, account, size }: TransferRow): Offer => ({
    ...{ id, account, size },
    kind: findMedia(deps.store.db, id)?.kind ?? null,
  })
  deps.messaging.handle('file', (tx, sender, incoming) => inbound.handle(tx, sender, incoming))
  return {
    router: transfersRouter(transfers),
    fileOf: (id) => transfers.fileOf(id),
    end: (tx, account) => {
      for (const row of transfersWith(tx.db, account)) if (row.manifestOf === null) life.end(tx, row)
    },
    busy: () => life.works.moving,
    media,
    load: async (id) => {
      const row = findTransfer(deps.store.db, id)
      if (row?.state === 'paused') await transfers.resume(id)
      else await transfers.accept(id)
    },
    offers: () => listOffered(deps.store.db).map(offerOf),
    offer: (id) => {
      const row = findTransfer(deps.store.db, id)
      return row?.direction === 'incoming' && row.state === 'offered' ? offerOf(row) : null
    },
    forget: (tx, account) => {
      for (const row of transfersWith(tx.db, account)) if (row.manifestOf === null) life.forget(tx, row)
    },
    forgetOne: (tx, id) => {
      const row = findTransfer(tx.db, id)
      if (row !== null) life.forget(tx, row)
    },
    forward: (id, to, words) => transfers.offerAgain(id, to, words),
    underWay: (id) => {
      const row = findTransfer(deps.store.db, id)
      return row !== null && row.finishedAt === null && (row.direction === 'outgoing' || row.state !== 'offered')
    },
    start: () => {
      life.start()
      away.start()
    },
    retry: () => life.works.retry(),
    close: async () => {
      transfers.close()
      away.close()
      await life.works.stopAll()
      await direct.close()
      await pool.close()
    },
  }
}
