/** Notices that nobody has used the application for a time. Has no knowledge of what follows. */

/** How often it looks, in milliseconds. */
const lookEvery = 5_000

export interface IdleOptions {
  /** Milliseconds without use; null for no limit. */
  readonly limit: () => number | null
  /** True while somebody is there without touching anything: in a call. */
  readonly busy: () => boolean
  readonly onIdle: () => void
}

export class IdleWatch {
  readonly #options: IdleOptions
  #timer: NodeJS.Timeout | undefined
  /** By two clocks: one stands still while the computer sleeps, the other can be set back. */
  #used = { wall: 0, running: 0 }

  constructor(options: IdleOptions) {
    this.#options = options
  }

  start(): void {
    this.touch()
    this.#timer ??= setInterval(() => this.#look(), lookEvery).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Somebody has used it. */
  touch(): void {
    this.#used = { wall: Date.now(), running: performance.now() }
  }

  #look(): void {
    if (this.#options.busy()) {
      this.touch()
      return
    }
    const limit = this.#options.limit()
    const { wall, running } = this.#used
    if (limit === null || Math.max(Date.now() - wall, performance.now() - running) < limit) return
    this.stop()
    this.#options.onIdle()
  }
}
