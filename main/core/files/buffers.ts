/** The memory that chunks are in between disk and network: a bounded number of buffers, used again and again. */
import { maxSealedBytes } from './chunk.ts'

/** Milliseconds after the last use when the memory goes back to the system. */
const idleMs = 10_000

/**
 * Shared, so that a chunk goes from thread to thread without being handed over: each hand-over counts as new memory of
 * the thread that gets it, and a garbage collection for every few chunks was a third of all work. At any time one side
 * alone uses a buffer.
 */
export type ChunkBuffer = SharedArrayBuffer

export class ChunkBuffers {
  readonly #limit: number
  readonly #free: ChunkBuffer[] = []
  readonly #waiting: ((buffer: ChunkBuffer) => void)[] = []
  #lent = 0
  #idle: NodeJS.Timeout | undefined

  /** @param limit how many buffers exist at most, for all transfers together. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Gives a buffer for one sealed chunk as soon as there is one. Whoever takes it gives it back or drops it. */
  take(): Promise<ChunkBuffer> {
    clearTimeout(this.#idle)
    if (this.#lent < this.#limit) {
      this.#lent++
      return Promise.resolve(this.#free.pop() ?? newBuffer())
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Nobody uses the buffer any more. */
  giveBack(buffer: ChunkBuffer): void {
    const next = this.#waiting.shift()
    if (next !== undefined) next(buffer)
    else {
      this.#free.push(buffer)
      this.#returned()
    }
  }

  /** Something may still read from it, as a request that was cut off: another takes its place. */
  drop(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) next(newBuffer())
    else this.#returned()
  }

  #returned(): void {
    this.#lent--
    if (this.#lent > 0) return
    this.#idle = setTimeout(() => {
      this.#free.length = 0
    }, idleMs).unref()
  }
}

/** Unused bytes before a chunk: with them its ciphertext begins at a word, and is copied there in a third of the time. */
const chunkStart = 3

const newBuffer = (): ChunkBuffer => new SharedArrayBuffer(chunkStart + maxSealedBytes)

/** Where the sealed chunk is, of `length` bytes; or where one of any length may be. */
export const chunkIn = (buffer: ChunkBuffer, length = maxSealedBytes): Uint8Array =>
  new Uint8Array(buffer, chunkStart, length)
