/** Small tools for work that runs side by side. Has no knowledge of what the work is. */
import { Pause } from '../relay/index.ts'

/** Wakes whoever waits. */
export class News {
  readonly #waiting = new Set<() => void>()

  emit(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves at the next {@link emit}; rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#waiting.delete(done)
        signal.removeEventListener('abort', done)
        if (signal.aborted) reject(signal.reason)
        else resolve()
      }
      if (signal.aborted) return done()
      this.#waiting.add(done)
      signal.addEventListener('abort', done)
    })
  }
}

/**
 * Tasks of one undertaking: the first failure is the undertaking's, and `failed` is called with it so that the others
 * can end in their own time; they are always waited for.
 */
export async function allOrFirstFailure(tasks: readonly Promise<unknown>[], failed: () => void): Promise<void> {
  let failure: { error: unknown } | null = null
  const first = (error: unknown) => {
    if (failure !== null) return
    failure = { error }
    failed()
  }
  await Promise.all(tasks.map((task) => task.catch(first)))
  if (failure !== null) throw (failure as { error: unknown }).error
}

export interface BatchOptions {
  /** Items that are worth a batch at once. */
  readonly enough: number
  /** Milliseconds after which fewer are. */
  readonly waitMs: number
}

/** Runs `work` on what has come together: one batch after the other, each as large as it has become meanwhile. */
export class Batches<T> {
  readonly #work: (items: T[]) => Promise<void>
  readonly #options: BatchOptions
  readonly #pause = new Pause()
  #waiting: T[] = []
  #running: Promise<void> | null = null
  #failure: { error: unknown } | null = null
  #settling = false

  constructor(work: (items: T[]) => Promise<void>, options: BatchOptions = { enough: 1, waitMs: 0 }) {
    this.#work = work
    this.#options = options
  }

  /** After a failure nothing is taken any more. */
  add(...items: T[]): void {
    if (this.#failure !== null) return
    this.#waiting.push(...items)
    if (this.#waiting.length >= this.#options.enough) this.#pause.end()
    this.#running ??= this.#run()
  }

  /** Waits for no more: resolves when everything is done, or raises what `work` raised. */
  async settled(): Promise<void> {
    this.#settling = true
    this.#pause.end()
    while (this.#running !== null) await this.#running
    this.assertSound()
  }

  /** Raises what `work` raised. */
  assertSound(): void {
    if (this.#failure !== null) throw this.#failure.error
  }

  async #run(): Promise<void> {
    const { enough, waitMs } = this.#options
    try {
      while (this.#waiting.length > 0) {
        if (this.#waiting.length < enough && !this.#settling) await this.#pause.wait(waitMs)
        await this.#work(this.#waiting.splice(0))
      }
    } catch (error) {
      this.#failure = { error }
    } finally {
      this.#running = null
    }
  }
}
