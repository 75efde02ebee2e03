/** A path inside one process, for tests of the engine: chunks rest in memory, and each step can be watched or broken. */
import { Bitmap } from '../bitmap.ts'
import { News } from '../tasks.ts'
import type { ReceivingPath, SendingPath } from './path.ts'

export class DirectPath {
  /** Numbers that have arrived, in order. */
  readonly sent: number[] = []
  /** Before a chunk is stored; what it throws is the path's failure. */
  onSent: (index: number) => void = () => {}
  /** Before a chunk is handed out: a copy. */
  onReceive: (index: number, chunk: Uint8Array) => void = () => {}
  onConfirm: (indices: readonly number[]) => void = () => {}
  readonly sender: SendingPath
  readonly receiver: ReceivingPath
  readonly #held = new Map<number, Uint8Array>()
  readonly #stored: Bitmap
  readonly #confirmed: Bitmap
  readonly #news = new News()
  readonly #ready: number[] = []

  constructor(chunks: number, have = new Bitmap(chunks), held = new Map<number, Uint8Array>()) {
    this.#stored = new Bitmap(chunks)
    this.#confirmed = new Bitmap(chunks)
    for (let index = 0; index < chunks; index++) {
      const chunk = held.get(index)
      if (have.has(index)) this.#confirmed.add(index)
      else if (chunk !== undefined) {
        this.#held.set(index, chunk)
        this.#ready.push(index)
      }
      if (have.has(index) || chunk !== undefined) this.#stored.add(index)
    }
    this.sender = {
      kind: 'direct',
      stored: this.#stored,
      confirmed: this.#confirmed,
      open: async () => {},
      close: () => {},
      changed: (signal) => this.#news.next(signal),
      send: async (index, chunk) => {
        this.onSent(index)
        this.sent.push(index)
        this.#held.set(index, chunk.slice())
        this.#stored.add(index)
        this.#ready.push(index)
        this.#news.emit()
      },
    }
    this.receiver = {
      kind: 'direct',
      open: async () => {},
      close: () => {},
      next: async (signal) => {
        for (;;) {
          const index = this.#ready.shift()
          if (index !== undefined) return index
          await this.#news.next(signal)
        }
      },
      receive: async (index, into) => {
        const chunk = this.#held.get(index)?.slice() ?? new Uint8Array()
        this.onReceive(index, chunk)
        into.set(chunk)
        return chunk.length
      },
      refuse: (index) => {
        this.#ready.push(index)
        this.#news.emit()
      },
      confirm: async (indices) => {
        this.onConfirm(indices)
        for (const index of indices) {
          this.#held.delete(index)
          this.#confirmed.add(index)
        }
        this.#news.emit()
      },
    }
  }

  /** The same path after both ends were lost; the receiver has recorded `have`. */
  reopened(have: Bitmap): DirectPath {
    return new DirectPath(this.#stored.length, have, this.#held)
  }
}
