/** Follows an event stream for as long as wanted, also across its end. Has no knowledge of React. */

/** Pause before a stream that ended or failed is opened again, in milliseconds; doubles up to the second value. */
const firstPauseMs = 100
const longestPauseMs = 3000

export interface FollowOptions<T> {
  /** Opens the stream; its first value is a snapshot, so that nothing is missed in between. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<T>>
  readonly onValue: (value: T) => void
  /** Hears of each failure; the stream is opened again after it. */
  readonly onError?: (error: unknown) => void
  readonly signal: AbortSignal
}

/** Resolves when `signal` aborts, never before. */
export async function follow<T>({ open, onValue, onError, signal }: FollowOptions<T>): Promise<void> {
  let pause = firstPauseMs
  while (!signal.aborted) {
    try {
      for await (const value of await open(signal)) {
        if (signal.aborted) return
        pause = firstPauseMs
        onValue(value)
      }
    } catch (error) {
      if (signal.aborted) return
      onError?.(error)
    }
    await sleep(pause, signal)
    pause = Math.min(pause * 2, longestPauseMs)
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
