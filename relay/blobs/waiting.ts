/** Requests that wait for a blob to change (long polling). */
import type { FastifyReply } from 'fastify'
import type { Bus } from '../bus/bus.ts'
import type { BlobKey } from '../storage/store.ts'

export interface Waiting {
  readonly bus: Bus
  readonly blob: BlobKey
  readonly seconds: number
  /** Whose going away ends the waiting. */
  readonly reply: FastifyReply
  /** Ends the waiting of all. */
  readonly stopping: AbortSignal
}

/** Tries at once and after each change until it gives something, or the time is over: then null. */
export async function waitFor<Result>(
  { bus, blob, seconds, reply, stopping }: Waiting,
  attempt: () => Promise<Result | null>,
): Promise<Result | null> {
  let changed = false
  let over = seconds === 0 || stopping.aborted
  let wake: () => void = () => {}
  const end = () => {
    over = true
    wake()
  }
  // Before the first attempt: a change in between must not be missed.
  const unwatch = bus.watch(blob, () => {
    changed = true
    wake()
  })
  const timer = setTimeout(end, seconds * 1000)
  stopping.addEventListener('abort', end)
  reply.raw.on('close', end)
  try {
    for (;;) {
      changed = false
      const result = await attempt()
      if (result !== null) return result
      if (!changed && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (!changed) return null
    }
  } finally {
    clearTimeout(timer)
    stopping.removeEventListener('abort', end)
    reply.raw.off('close', end)
    unwatch()
  }
}
