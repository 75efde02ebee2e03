/** The memory that chunks are in between disk and network: a bounded number of buffers, used again and again. */
import { maxSealedBytes } from './chunk.ts'

export class ChunkBuffers {
  readonly #limit: number
  readonly #free: ArrayBuffer[] = []
  readonly #waiting: ((buffer: ArrayBuffer) => void)[] = []
  #lent = 0

  /** @param limit how many buffers exist at most, for all transfers together. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Gives a buffer for one sealed chunk as soon as there is one. Whoever takes it gives it back or drops it. */
  take(): Promise<ArrayBuffer> {
    if (this.#lent < this.#limit) {
      this.#lent++
      return Promise.resolve(this.#free.pop() ?? new ArrayBuffer(maxSealedBytes))
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** The buffer is whole and nobody uses it any more. */
  giveBack(buffer: ArrayBuffer): void {
    const next = this.#waiting.shift()
    if (next !== undefined) next(buffer)
    else {
      this.#lent--
      this.#free.push(buffer)
      // All at rest: the memory goes back to the system.
      if (this.#lent === 0) this.#free.length = 0
    }
  }

  /** The buffer is lost, or something may still read from it, as a request that was cut off: another takes its place. */
  drop(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) next(new ArrayBuffer(maxSealedBytes))
    else this.#lent--
  }
}
