/** Files: transfers of any size with contacts, encrypted in chunks, resumed after anything. */
import type { AccountId, ConversationId, TransferId } from '../../../shared/ids.ts'
import type { Tx } from '../store/index.ts'
import { ChunkBuffers } from './buffers.ts'
import { ChunkPool } from './chunk-pool.ts'
import type { FilesDeps } from './deps.ts'
import { transfersRouter } from './handlers.ts'
import { Inbound } from './inbound.ts'
import { Life } from './life.ts'
import { findTransfer, transfersWith } from './table.ts'
import { Transfers } from './transfers.ts'

export type { FileRecord, FilesDeps } from './deps.ts'
export { filesMigrations } from './migrations.ts'

/** Chunks in memory for all transfers together: one window, 64 MiB. */
const mostBuffers = 16

export interface Files {
  readonly router: ReturnType<typeof transfersRouter>
  /** Path of a whole incoming file, or of an outgoing file's source; null where there is none. */
  fileOf(id: TransferId): string | null
  /** Ends every transfer with somebody, who stays in the list. */
  end(tx: Tx, account: AccountId): void
  /** Whether any transfer moves at the moment. */
  busy(): boolean
  /** Ends and forgets every transfer with somebody whose conversation is removed. */
  forget(tx: Tx, account: AccountId): void
  /** Ends and forgets one transfer whose message goes; does nothing where there is none. */
  forgetOne(tx: Tx, id: TransferId): void
  /** Offers a file that is here to somebody else. Raises `contact-unknown`, `not-found`, `file-vanished`, `file-unreadable`. */
  forward(id: TransferId, to: ConversationId): Promise<void>
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
  const machinery = { pool, buffers: new ChunkBuffers(mostBuffers) }
  const life = new Life({ ...deps, machinery, now })
  const transfers = new Transfers({ ...deps, life, now })
  const inbound = new Inbound({ ...deps, life, now })
  deps.messaging.handle('file', (tx, sender, incoming) => inbound.handle(tx, sender, incoming))
  return {
    router: transfersRouter(transfers),
    fileOf: (id) => transfers.fileOf(id),
    end: (tx, account) => {
      for (const row of transfersWith(tx.db, account)) life.end(tx, row)
    },
    busy: () => life.works.moving,
    forget: (tx, account) => {
      for (const row of transfersWith(tx.db, account)) life.forget(tx, row)
    },
    forgetOne: (tx, id) => {
      const row = findTransfer(tx.db, id)
      if (row !== null) life.forget(tx, row)
    },
    forward: (id, to) => transfers.offerAgain(id, to),
    underWay: (id) => {
      const row = findTransfer(deps.store.db, id)
      return row !== null && row.finishedAt === null && (row.direction === 'outgoing' || row.state !== 'offered')
    },
    start: () => life.start(),
    retry: () => life.works.retry(),
    close: async () => {
      transfers.close()
      await life.works.stopAll()
      await pool.close()
    },
  }
}
