/** Waiting between attempts: full jitter, so that a thousand clients do not come back in the same moment. */

export interface BackoffOptions {
  /** Upper bound of the first wait, in milliseconds; doubles with each attempt. */
  readonly firstMs: number
  /** Upper bound of every wait, in milliseconds. */
  readonly mostMs: number
}

/**
 * Milliseconds to wait before attempt `attempt` (0 is the first repetition): uniform between 0 and the bound.
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function fullJitter(attempt: number, { firstMs, mostMs }: BackoffOptions, random = Math.random): number {
  return random() * Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 30))
}

/** Nobody makes us wait longer than this by asking for it, in milliseconds. */
const mostAskedMs = 10 * 60_000

/** {@link fullJitter}, but no shorter than the relay has asked for, within bounds; `askedMs` is what came in its answer. */
export function retryDelay(askedMs: unknown, attempt: number, options: BackoffOptions): number {
  const asked = typeof askedMs === 'number' ? Math.min(askedMs, mostAskedMs) : 0
  return Math.max(asked, fullJitter(attempt, options))
}

/** A pause that can be cut short. */
export class Pause {
  #end: (() => void) | null = null

  /** Resolves after `ms` milliseconds (null: never by itself), or at {@link end}. One wait at a time. */
  wait(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(() => this.#end?.(), ms)
      this.#end = () => {
        clearTimeout(timer)
        this.#end = null
        resolve()
      }
    })
  }

  end(): void {
    this.#end?.()
  }
}
