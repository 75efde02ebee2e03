/** Small tools for work that runs side by side. Has no knowledge of what the work is. */

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

/** Runs `work` on everything that came while it ran before: one batch after the other, each as large as it has become. */
export class Batches<T> {
  readonly #work: (items: T[]) => Promise<void>
  #waiting: T[] = []
  #running: Promise<void> | null = null
  #failure: { error: unknown } | null = null

  constructor(work: (items: T[]) => Promise<void>) {
    this.#work = work
  }

  /** After a failure nothing is taken any more. */
  add(...items: T[]): void {
    if (this.#failure !== null) return
    this.#waiting.push(...items)
    this.#running ??= this.#run()
  }

  /** Resolves when nothing waits or runs; raises what `work` raised, as {@link assertSound} does. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running
    this.assertSound()
  }

  assertSound(): void {
    if (this.#failure !== null) throw this.#failure.error
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && this.#failure === null) await this.#work(this.#waiting.splice(0))
    } catch (error) {
      this.#failure = { error }
    } finally {
      this.#running = null
    }
  }
}
