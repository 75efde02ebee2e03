/** One attempt at receiving: fetches what is missing, then gives the file its name. Has no knowledge of messages. */
import { AppError } from '../../../shared/errors.ts'
import type { Store } from '../store/index.ts'
import type { Bitmap } from './bitmap.ts'
import type { Sealing } from './chunk-source.ts'
import { targetError } from './file-errors.ts'
import { type Landing, nameLanding, openLanding } from './landing.ts'
import type { ReceivingPath } from './paths/path.ts'
import { receiveChunks } from './receive.ts'
import type { Run } from './run.ts'
import type { Machinery } from './send.ts'
import { loadChunks, recordChunks, setFile, type TransferRow } from './table.ts'
import { idBytes } from './wire.ts'

export interface IncomingWork {
  /** Fresh from the database. */
  readonly row: TransferRow
  readonly store: Store
  /** Asked for when something is missing. `have`: the chunks on disk. */
  readonly pathFor: (have: Bitmap, signal: AbortSignal) => Promise<ReceivingPath>
  /** What its chunks are sealed with, where that is not its own. */
  readonly sealing?: Sealing
  readonly machinery: Machinery
  readonly run: Run
}

/**
 * Gives the path of the whole file or folder. Raises `transfer-corrupt`, `disk-full`, `folder-unwritable`, what the path
 * raises.
 */
export async function receiveOnce({ row, store, ...work }: IncomingWork, signal: AbortSignal): Promise<string> {
  const { id, key, part } = row
  if (part === null) throw new AppError('folder-unwritable', 'there is no part file')
  const have = loadChunks(store.db, id, row.size)
  // With a planned name the part file was complete and synced; it may be renamed already.
  if (row.file === null) await fill(part)
  signal.throwIfAborted()
  return nameLanding(row, part, (final) => store.transaction((tx) => setFile(tx.db, id, final)))

  async function fill(part: string): Promise<void> {
    // The sender makes ready at the same time.
    const meeting = have.full ? null : work.pathFor(have, signal)
    meeting?.catch(() => {})
    try {
      const landing = await openLanding(store.db, row, part, have, signal)
      try {
        if (meeting !== null) await fetchMissing(landing, await meeting)
        await landing.complete()
      } catch (error) {
        throw error instanceof Error && 'syscall' in error ? targetError(error) : error
      } finally {
        await landing.close()
      }
    } finally {
      await meeting?.then((path) => path.close()).catch(() => {})
    }
  }

  async function fetchMissing(landing: Landing, path: ReceivingPath): Promise<void> {
    if (key === null) throw new AppError('transfer-gone')
    try {
      await path.open(signal)
      const progressed = () => {
        work.run.via(path.kind)
        work.run.moved(have)
      }
      progressed()
      work.run.running(path.kind)
      const record = (indices: readonly number[]) => store.transaction((tx) => recordChunks(tx.db, id, have, indices))
      const sink = landing.sink(work.sealing ?? { key, transferId: idBytes(id) }, work.machinery.pool)
      await receiveChunks(work.machinery, { sink, path, have, record, progressed }, signal)
    } finally {
      path.close()
    }
  }
}
