/** One attempt at sending: the source, known again, and its chunks over one path. Has no knowledge of messages. */
import { AppError } from '../../../shared/errors.ts'
import type { Store } from '../store/index.ts'
import { type ChunkSource, fileChunks, sealedChunks } from './chunk-source.ts'
import { readTree } from './folder/jobs.ts'
import { packedTree } from './folder/read.ts'
import { treeChunks } from './folder/tree-chunks.ts'
import type { SendingPath } from './paths/path.ts'
import type { Run } from './run.ts'
import { type Machinery, sendChunks } from './send.ts'
import { assertSame, assertSameBytes, Source } from './source.ts'
import type { TransferRow } from './table.ts'
import { idBytes } from './wire.ts'

export interface OutgoingWork {
  readonly row: TransferRow
  /** Open; who opened it closes it. */
  readonly source: ChunkSource
  readonly path: SendingPath
  readonly machinery: Machinery
  readonly run: Run
  /** A sealed chunk is about to leave. */
  readonly leaving?: ((index: number, chunk: Uint8Array) => void) | undefined
}

/**
 * Resolves when every chunk is confirmed, or when the path has ended after every chunk was stored: the receiver's word
 * that it is complete comes by message. Raises `file-changed`, `file-vanished`, `file-unreadable`, and what the path raises.
 */
export async function sendOnce(
  { row, source, path, machinery, run, leaving }: OutgoingWork,
  signal: AbortSignal,
): Promise<void> {
  try {
    await path.open(signal)
    const progressed = () => {
      run.via(path.kind)
      run.moved(path.confirmed, path.stored)
    }
    progressed()
    run.running(path.kind)
    await sendChunks(machinery, { source, untilStored: untilStored(row), path, progressed, leaving }, signal)
  } catch (error) {
    if (!(path.stored.full && error instanceof AppError && error.code === 'transfer-gone')) throw error
  } finally {
    path.close()
  }
}

/** The receiver is away, or takes it when it likes: it is enough that it is stored. */
export const untilStored = ({ stores, answered }: TransferRow): boolean => stores && !answered

/**
 * Raises `file-changed`, `file-vanished`, `file-unreadable` unless it is what was offered. To know a large folder again takes a
 * while: its chunks raise it.
 */
export async function openSource(
  row: TransferRow,
  { db }: Pick<Store, 'db'>,
  { pool }: Machinery,
  signal: AbortSignal,
): Promise<ChunkSource> {
  const { id, file, key, fingerprint, vault, size } = row
  if (file === null || key === null) throw new AppError('file-vanished')
  const sealing = { key, transferId: idBytes(id) }
  if (row.folder !== null) {
    const tree = await readTree({ ...packedTree(db, row), own: true }, signal)
    return treeChunks(file, tree, sealing, pool, signal)
  }
  const source = await Source.open(file)
  try {
    if (fingerprint === null) throw new AppError('file-vanished')
    if (vault) assertSameBytes(fingerprint, source.fingerprint)
    else assertSame(fingerprint, source.fingerprint)
  } catch (error) {
    await source.close()
    throw error
  }
  return vault ? sealedChunks(source, size) : fileChunks(source, sealing, pool)
}
