/** Keeps all transfers of one direction together below a rate. Has no knowledge of what moves. */

/** Another rate holds after this time at the latest, in milliseconds. */
const lookMs = 250

export class Throttle {
  readonly #rate: () => number
  readonly #now: () => number
  /** Bytes that have left ahead of their time. */
  #debt = 0
  #at: number
  /** Whoever comes first goes first: no transfer keeps another one out. */
  #last: Promise<unknown> = Promise.resolve()

  /** @param rate bytes a second, as it stands when it is asked; 0 for no limit. @param now milliseconds. */
  constructor(rate: () => number, now: () => number = () => performance.now()) {
    this.#rate = rate
    this.#now = now
    this.#at = now()
  }

  /** Resolves when so many bytes may go. Rejects with the signal's reason. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#rate() === 0) return
    const turn = this.#last.then(() => this.#wait(signal))
    this.#last = turn.catch(() => {})
    await turn
    this.#debt += bytes
  }

  async #wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const rate = this.#rate()
      const now = this.#now()
      this.#debt = rate === 0 ? 0 : Math.max(0, this.#debt - ((now - this.#at) / 1000) * rate)
      this.#at = now
      if (this.#debt === 0) return
      await delay(Math.min(lookMs, (this.#debt / rate) * 1000), signal)
    }
  }
}

/** Milliseconds; ends at once with the signal. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
