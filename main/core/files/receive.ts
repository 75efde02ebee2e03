/**
 * Receives the chunks of one file over one path, several at a time, and makes them durable. Has no knowledge of who sends
 * them, of messages or of the database.
 *
 * [Note: what is durable] A chunk counts only in this order: its bytes are written, what was written is synced, the database has
 * recorded it and committed, the path is told. A crash between any two steps leaves a chunk that is fetched again or told
 * again, never one that is missing: the relay drops the bytes only when told. A sync covers whatever was written before
 * it began, so chunks that arrive during one sync share the next, and one sync and one commit serve many chunks.
 */
import { AppError } from '../../../shared/errors.ts'
import { Bitmap } from './bitmap.ts'
import { chunkIn } from './buffers.ts'
import { chunkLength, chunkOverhead } from './chunk.ts'
import type { ChunkSink } from './chunk-sink.ts'
import type { ReceivingPath } from './paths/path.ts'
import type { Machinery } from './send.ts'
import { allOrFirstFailure, Batches } from './tasks.ts'

/** Chunks that are on the way, decrypted or written at once. */
const lanes = 6
/** How often one chunk may be wrong: it may be damaged on its way, but what is stored does not change. */
const mostRefusals = 3

/** A sync and a commit for each chunk would keep the disk and the core's thread from better work. */
const recording = { enough: 8, waitMs: 250 }

export interface Receiving {
  readonly sink: ChunkSink
  /** Open. */
  readonly path: ReceivingPath
  /** What is recorded; grows. */
  readonly have: Bitmap
  /** Records chunks in the database; they are committed when it returns. */
  readonly record: (indices: readonly number[]) => void
  /** `have` has grown. */
  readonly progressed: () => void
}

/** Resolves when every chunk is recorded. Raises `transfer-corrupt`, `disk-full`, `folder-unwritable`, what the path raises. */
export async function receiveChunks(
  { buffers, down }: Pick<Machinery, 'buffers' | 'down'>,
  { sink, path, have, record, progressed }: Receiving,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const refusals = new Map<number, number>()
  const written = new Bitmap(have.length)
  for (let index = 0; index < have.length; index++) if (have.has(index)) written.add(index)

  const confirmed = new Batches<number>((indices) => path.confirm(indices, signal))
  const recorded = new Batches<number>(async (indices) => {
    // After a failed sync the system may drop what it could not write and report success next time: nothing that is
    // unrecorded by then may be recorded. The failure ends this run, and the next fetches it again.
    await sink.sync()
    record(indices)
    for (const index of indices) have.add(index)
    confirmed.add(...indices)
    progressed()
  }, recording)

  /** Gives whether the chunk was good and is written; null where it did not come to its end, and will come again. */
  const write = async (index: number): Promise<boolean | null> => {
    await down.take(chunkLength(sink.size, index) + chunkOverhead, signal)
    const buffer = await buffers.take()
    let free = false
    try {
      const length = await path.receive(index, chunkIn(buffer), signal)
      const chunk = await sink.write(index, length, buffer)
      free = true
      if (!chunk.ok && chunk.code !== 'transfer-corrupt') throw new AppError(chunk.code)
      return chunk.ok
    } catch (error) {
      if (error instanceof AppError && error.code === 'peer-unreachable') return null
      throw error
    } finally {
      if (free) buffers.giveBack(buffer)
      else buffers.drop()
    }
  }

  const refuse = (index: number) => {
    const times = (refusals.get(index) ?? 0) + 1
    if (times === mostRefusals) throw new AppError('transfer-corrupt')
    refusals.set(index, times)
    path.refuse(index)
  }

  const lane = async () => {
    while (!over.signal.aborted) {
      const index = await path.next(until)
      const good = await write(index)
      if (good === null) continue
      if (good) {
        written.add(index)
        recorded.add(index)
        if (written.full) over.abort()
      } else refuse(index)
      recorded.assertSound()
      confirmed.assertSound()
    }
  }
  const untilAllIsWritten = async () => {
    if (written.full) return
    await lane().catch((error: unknown) => {
      if (!written.full) throw error
    })
  }

  const received = allOrFirstFailure(Array.from({ length: lanes }, untilAllIsWritten), () => over.abort())
  const failures = [
    await failureOf(received),
    await failureOf(recorded.settled()),
    await failureOf(confirmed.settled()),
  ]
  // When everything is recorded it does not matter whether the path could still be told.
  if (have.full) return
  for (const failure of failures) if (failure !== null) throw failure.error
}

async function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | null> {
  try {
    await work
    return null
  } catch (error) {
    return { error }
  }
}
