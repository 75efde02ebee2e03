/** One attempt at receiving: fetches what is missing, then gives the file its name. Has no knowledge of messages. */
import { AppError } from '../../../shared/errors.ts'
import type { Store } from '../store/index.ts'
import type { Bitmap } from './bitmap.ts'
import { fileSink } from './chunk-sink.ts'
import { targetError } from './file-errors.ts'
import { markOrigin } from './origin-mark.ts'
import type { ReceivingPath } from './paths/path.ts'
import { receiveChunks } from './receive.ts'
import type { Run } from './run.ts'
import type { Machinery } from './send.ts'
import { loadChunks, recordChunks, setFile, type TransferRow } from './table.ts'
import { finishPart, openPart } from './target.ts'
import { sealedSize } from './vault-layout.ts'
import { idBytes } from './wire.ts'

export interface IncomingWork {
  /** Fresh from the database. */
  readonly row: TransferRow
  readonly store: Store
  /** Asked for when something is missing. `have`: the chunks on disk. */
  readonly pathFor: (have: Bitmap, signal: AbortSignal) => Promise<ReceivingPath>
  readonly machinery: Machinery
  readonly run: Run
}

/** Gives the path of the whole file. Raises `transfer-corrupt`, `disk-full`, `folder-unwritable`, what the path raises. */
export async function receiveOnce({ row, store, ...work }: IncomingWork, signal: AbortSignal): Promise<string> {
  if (row.part === null) throw new AppError('folder-unwritable', 'there is no part file')
  const have = loadChunks(store.db, row.id, row.size)
  // With a planned name the part file was complete and synced; it may be renamed already.
  if (row.file === null) await fillPart(row, row.part, have)
  signal.throwIfAborted()
  return finishPart(row.part, row.file, bytesOnDisk(row), (final) =>
    store.transaction((tx) => setFile(tx.db, row.id, final)),
  )

  async function fillPart({ id, key, size }: TransferRow, part: string, have: Bitmap): Promise<void> {
    const file = await openPart(part, bytesOnDisk(row))
    try {
      if (!have.full) await fetchMissing()
      if (!row.vault) await markOrigin(part)
      await file.sync()
    } catch (error) {
      throw error instanceof Error && 'syscall' in error ? targetError(error) : error
    } finally {
      await file.close()
    }

    async function fetchMissing(): Promise<void> {
      if (key === null) throw new AppError('transfer-gone')
      const path = await work.pathFor(have, signal)
      try {
        await path.open(signal)
        const progressed = () => {
          work.run.via(path.kind)
          work.run.moved(have)
        }
        progressed()
        work.run.running(path.kind)
        const record = (indices: readonly number[]) => store.transaction((tx) => recordChunks(tx.db, id, have, indices))
        const sink = fileSink({ file, size, sealed: row.vault }, { key, transferId: idBytes(id) }, work.machinery.pool)
        await receiveChunks(work.machinery, { sink, path, have, record, progressed }, signal)
      } finally {
        path.close()
      }
    }
  }
}

const bytesOnDisk = ({ vault, size }: TransferRow): number => (vault ? sealedSize(size) : size)
