/** One attempt at sending: opens the source, knows it again, and sends it. Has no knowledge of messages. */
import { AppError } from '../../../shared/errors.ts'
import { fileChunks, sealedChunks } from './chunk-source.ts'
import type { SendingPath } from './paths/path.ts'
import type { Run } from './run.ts'
import { type Machinery, sendChunks } from './send.ts'
import { assertSame, Source } from './source.ts'
import type { TransferRow } from './table.ts'
import { idBytes } from './wire.ts'

export interface OutgoingWork {
  readonly row: TransferRow
  readonly path: SendingPath
  readonly machinery: Machinery
  readonly run: Run
}

/**
 * Resolves when every chunk is confirmed, or when the path has ended after every chunk was stored: the receiver's word
 * that it is complete comes by message. Raises `file-changed`, `file-vanished`, `file-unreadable`, and what the path raises.
 */
export async function sendOnce({ row, path, machinery, run }: OutgoingWork, signal: AbortSignal): Promise<void> {
  if (row.file === null || row.fingerprint === null || row.key === null) throw new AppError('file-vanished')
  const source = await Source.open(row.file)
  try {
    assertSame(row.fingerprint, source.fingerprint)
    await path.open(signal)
    const progressed = () => {
      run.via(path.kind)
      run.moved(path.confirmed, path.stored)
    }
    progressed()
    run.running(path.kind)
    const chunks = row.vault
      ? sealedChunks(source, row.size)
      : fileChunks(source, { key: row.key, transferId: idBytes(row.id) }, machinery.pool)
    await sendChunks(machinery, { source: chunks, untilStored: row.stores, path, progressed }, signal)
  } catch (error) {
    if (!(path.stored.full && error instanceof AppError && error.code === 'transfer-gone')) throw error
  } finally {
    path.close()
    await source.close()
  }
}
