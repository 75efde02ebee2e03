/** Decides which chunk is sent next. Has no knowledge of how. */
import type { Bitmap } from './bitmap.ts'

/**
 * Chunks that may be under way or rest on the path: 64 MiB. Only the lowest so many unconfirmed chunks may be sent, so
 * the chunk that the receiver waits for is never kept back by later ones.
 */
export const windowChunks = 16

export class SendPlan {
  readonly #stored: Bitmap
  readonly #confirmed: Bitmap
  readonly #window: number
  readonly #flying = new Set<number>()

  constructor(stored: Bitmap, confirmed: Bitmap, window = windowChunks) {
    this.#stored = stored
    this.#confirmed = confirmed
    this.#window = window
  }

  /** The lowest chunk that may and should be sent now, which is in flight from here on; null when there is none. */
  take(): number | null {
    let index = this.#confirmed.firstMissing()
    for (let place = 0; place < this.#window && index < this.#confirmed.length; place++) {
      if (!this.#stored.has(index) && !this.#flying.has(index)) {
        this.#flying.add(index)
        return index
      }
      index = this.#confirmed.firstMissing(index + 1)
    }
    return null
  }

  /** The chunk has been sent, or will not be. */
  landed(index: number): void {
    this.#flying.delete(index)
  }

  /** Whether every chunk that is not stored is in flight. */
  get allTaken(): boolean {
    let unstored = 0
    for (const index of this.#flying) if (!this.#stored.has(index)) unstored++
    return this.#stored.count + unstored === this.#stored.length
  }
}
