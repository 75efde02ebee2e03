/** Streams of events: each one, in order, through a queue with a bound. */
import { AsyncIteratorClass } from '@orpc/client'
import { AppError } from '../errors.ts'
import type { Unsubscribe } from './emitter.ts'

/** Events that wait for a slow consumer before the stream gives up on them. */
const defaultLimit = 1024

export interface EventStreamOptions<T> {
  /** Registers for events; called once, when the first event is asked for. `Emitter.on` fits. */
  readonly subscribe: (push: (event: T) => void) => Unsubscribe
  /** The first event, made right after the subscription in the same turn, so that nothing is missed or told twice. */
  readonly snapshot?: () => T
  /** How many events may wait. */
  readonly limit?: number
  /**
   * When more wait: `snapshot` drops them and sends a new snapshot; `fail` ends the stream with an error, for events
   * that no snapshot makes good. Default: `snapshot` where there is one.
   */
  readonly overflow?: 'snapshot' | 'fail'
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined
}

/** The snapshot, then every event. */
export function eventStream<T>(options: EventStreamOptions<T>): AsyncIteratorClass<T> {
  const { subscribe, snapshot, limit = defaultLimit, signal } = options
  const overflow = options.overflow ?? (snapshot ? 'snapshot' : 'fail')
  let unsubscribe: Unsubscribe | undefined
  let queue: T[] = []
  let snapshotDue = snapshot !== undefined
  let failed = false
  let ended = false
  let wake: (() => void) | undefined

  const push = (event: T) => {
    // A snapshot that is still to be made will contain it.
    if (snapshotDue || failed || ended) return
    if (queue.length < limit) queue.push(event)
    else {
      queue = []
      if (overflow === 'snapshot') snapshotDue = true
      else failed = true
    }
    wake?.()
  }
  const end = () => {
    ended = true
    queue = []
    unsubscribe?.()
    signal?.removeEventListener('abort', end)
    wake?.()
  }
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end)

  return new AsyncIteratorClass<T>(
    async () => {
      if (!ended) unsubscribe ??= subscribe(push)
      while (!snapshotDue && !failed && !ended && queue.length === 0)
        await new Promise<void>((resolve) => (wake = resolve))
      if (ended) return { done: true, value: undefined }
      if (failed) throw new AppError('internal', 'a consumer of events was too slow')
      if (snapshotDue && snapshot) {
        snapshotDue = false
        return { done: false, value: snapshot() }
      }
      return { done: false, value: queue.shift() as T }
    },
    async () => end(),
  )
}
