/** Streams of whole states: the newest one wins, and a slow consumer skips the ones between. Never queues. */
import { AsyncIteratorClass } from '@orpc/client'
import { Emitter, type Unsubscribe } from './emitter.ts'

export interface ConflatedOptions<T> {
  /** Registers for changes; called once, when the first value is asked for. `Emitter.on` fits. */
  readonly changes: (changed: () => void) => Unsubscribe
  /** Reads the state as it is now. Called only when the consumer is ready for it. What it throws ends the stream. */
  readonly read: () => T
  /** At most one value in this time, in milliseconds. */
  readonly minIntervalMs?: number
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined
}

/** The state now, and again after each change. */
export function conflated<T>({ changes, read, minIntervalMs = 0, signal }: ConflatedOptions<T>): AsyncIteratorClass<T> {
  let unsubscribe: Unsubscribe | undefined
  let dirty = true
  let ended = false
  let lastAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  let wake: (() => void) | undefined

  const woken = () => new Promise<void>((resolve) => (wake = resolve))
  const end = () => {
    ended = true
    clearTimeout(timer)
    unsubscribe?.()
    signal?.removeEventListener('abort', end)
    wake?.()
  }
  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end)

  return new AsyncIteratorClass<T>(
    async () => {
      unsubscribe ??= ended
        ? undefined
        : changes(() => {
            dirty = true
            wake?.()
          })
      while (!dirty && !ended) await woken()
      const pause = lastAt + minIntervalMs - performance.now()
      if (pause > 0 && !ended) {
        let elapsed = false
        timer = setTimeout(() => {
          elapsed = true
          wake?.()
        }, pause)
        while (!elapsed && !ended) await woken()
      }
      if (ended) return { done: true, value: undefined }
      dirty = false
      lastAt = performance.now()
      return { done: false, value: read() }
    },
    async () => end(),
  )
}

/** A value that can be read, changed and watched. */
export class Observable<T> {
  #value: T
  readonly #changes = new Emitter<T>()
  /** Called with each new value. */
  readonly on: Emitter<T>['on'] = this.#changes.on

  constructor(initial: T) {
    this.#value = initial
  }

  get value(): T {
    return this.#value
  }

  /** Nothing happens when it is the same value. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    this.#changes.emit(value)
  }

  /** The value now, and the newest one after each change. */
  watch(signal?: AbortSignal): AsyncIteratorClass<T> {
    return conflated({ changes: (changed) => this.on(() => changed()), read: () => this.#value, signal })
  }
}
