/**
 * Sends the chunks of one open source over one path, several at a time. Has no knowledge of who receives them, of messages
 * or of the database.
 */
import { type ChunkBuffers, chunkIn } from './buffers.ts'
import { chunkLength, chunkOverhead } from './chunk.ts'
import type { ChunkPool } from './chunk-pool.ts'
import type { ChunkSource } from './chunk-source.ts'
import type { SendingPath } from './paths/path.ts'
import { SendPlan } from './send-plan.ts'
import { allOrFirstFailure, News } from './tasks.ts'
import type { Throttle } from './throttle.ts'

/** Chunks that are read, encrypted or on the way at once; enough for 500 Mbit/s over a round trip of 400 ms. */
const lanes = 6

/** What all transfers of this computer share. */
export interface Machinery {
  readonly pool: ChunkPool
  readonly buffers: ChunkBuffers
  /** What leaves, and what comes in. */
  readonly up: Throttle
  readonly down: Throttle
}

export interface Sending {
  readonly source: ChunkSource
  /** It is enough that the path holds every chunk: the receiver takes them when it comes. */
  readonly untilStored?: boolean
  /** Open. */
  readonly path: SendingPath
  /** The path's bitmaps changed. */
  readonly progressed: () => void
  /** A sealed chunk is about to leave. */
  readonly leaving?: ((index: number, chunk: Uint8Array) => void) | undefined
}

/**
 * Resolves when the receiver has confirmed every chunk, or the path holds them. Raises `file-changed` or `file-vanished` before the last chunk
 * leaves, so that no receiver ever completes a mixture of two versions; else what the path raises. When a chunk fails,
 * those under way are finished first: they need not be sent again. `signal` ends all at once.
 */
export async function sendChunks(
  { buffers, up }: Pick<Machinery, 'buffers' | 'up'>,
  { source, untilStored = false, path, progressed, leaving }: Sending,
  signal: AbortSignal,
): Promise<void> {
  // What waits for somebody who is away is not held back until they take it.
  const plan = new SendPlan(path.stored, path.confirmed, untilStored ? path.stored.length : undefined)
  const news = new News()
  const failed = new AbortController()
  /** Chunks that are taken and not yet read. */
  let unread = 0

  const send = async (index: number) => {
    unread++
    // Before there is a buffer: whoever waits keeps none from others.
    await up.take(chunkLength(source.size, index) + chunkOverhead, signal)
    const buffer = await buffers.take()
    let free = false
    try {
      const length = await source.seal(index, buffer).finally(() => unread--)
      if (plan.allTaken && unread === 0) await source.assertUnchanged()
      const chunk = chunkIn(buffer, length)
      leaving?.(index, chunk)
      await path.send(index, chunk, signal)
      free = true
    } finally {
      // A request that failed may still read from its buffer.
      if (free) buffers.giveBack(buffer)
      else buffers.drop()
      plan.landed(index)
      news.emit()
    }
  }

  const lane = async () => {
    while (!failed.signal.aborted && !path.stored.full) {
      const index = plan.take()
      if (index === null) await news.next(signal)
      else {
        await send(index)
        progressed()
      }
    }
  }

  const watch = async () => {
    const until = AbortSignal.any([signal, failed.signal])
    while (!path.confirmed.full) {
      await path.changed(until)
      news.emit()
      progressed()
    }
  }

  const work = Array.from({ length: lanes }, lane)
  await allOrFirstFailure(untilStored ? work : [watch(), ...work], () => {
    failed.abort()
    news.emit()
  })
}
