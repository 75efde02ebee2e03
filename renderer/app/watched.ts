/** One subscription of an event stream, shared by everything on the page that shows it. Has no knowledge of React. */
import { follow } from './follow.ts'

/** A stream is kept open this long after its last viewer, in milliseconds: a change of view must not fetch it again. */
const lingerMs = 5000

export interface Watched<T> {
  /** The newest value; undefined before the first. */
  readonly value: () => T | undefined
  /** Opens the stream with the first listener. Returns what ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void
}

/** A stream of whole values. */
export function watched<T>(open: (signal: AbortSignal) => Promise<AsyncIterable<T>>): Watched<T> {
  return accumulated(open, (_, value: T) => value)
}

/** A stream of events, each of which changes the value; the first one says all of it. */
export function accumulated<T, E>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<E>>,
  after: (value: T | undefined, event: E) => T,
): Watched<T> {
  const listeners = new Set<() => void>()
  let current: T | undefined
  let stop: AbortController | undefined
  let lingering: ReturnType<typeof setTimeout> | undefined

  const start = () => {
    const controller = new AbortController()
    stop = controller
    void follow({
      open,
      signal: controller.signal,
      onValue: (event) => {
        current = after(current, event)
        for (const listener of [...listeners]) listener()
      },
    })
  }

  return {
    value: () => current,
    subscribe: (listener) => {
      // An own function each time, so that one listener may subscribe twice.
      const registered = () => listener()
      listeners.add(registered)
      clearTimeout(lingering)
      if (!stop) start()
      return () => {
        listeners.delete(registered)
        if (listeners.size > 0) return
        lingering = setTimeout(() => {
          stop?.abort()
          stop = undefined
          current = undefined
        }, lingerMs)
      }
    },
  }
}
