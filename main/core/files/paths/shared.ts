/** The path to a file that lies at some relay for somebody else: it can be read, chunk by chunk, and nothing else. SPEC.md F-56. */
import { createHash } from 'node:crypto'
import { AppError } from '../../../../shared/errors.ts'
import type { Blobs } from '../../relay/index.ts'
import type { Bitmap } from '../bitmap.ts'
import { hashBytes, type SharedFile } from '../sharing/table.ts'
import { News } from '../tasks.ts'
import type { ReceivingPath } from './path.ts'

export class SharedReceivingPath implements ReceivingPath {
  readonly kind = 'relay'
  readonly #blobs: Pick<Blobs, 'getShared'>
  readonly #shared: SharedFile
  readonly #wanted: number[] = []
  readonly #news = new News()
  #refused = false

  /** @param have chunks that are recorded. */
  constructor(blobs: Pick<Blobs, 'getShared'>, shared: SharedFile, have: Bitmap) {
    this.#blobs = blobs
    this.#shared = shared
    for (let index = 0; index < have.length; index++) if (!have.has(index)) this.#wanted.push(index)
  }

  async open(): Promise<void> {}

  close(): void {}

  async next(signal: AbortSignal): Promise<number> {
    for (;;) {
      if (this.#refused) throw new AppError('transfer-gone', 'what is shared does not open')
      const index = this.#wanted.shift()
      if (index !== undefined) return index
      await this.#news.next(signal)
    }
  }

  async receive(index: number, into: Uint8Array, signal: AbortSignal): Promise<number> {
    const { share, hashes } = this.#shared
    const length = await this.#blobs.getShared(share, index, into, signal)
    // Others have the key too: only the hash says that it is the sender's.
    const hash = createHash('sha256').update(into.subarray(0, length)).digest()
    if (hash.compare(hashes, index * hashBytes, (index + 1) * hashBytes) !== 0)
      throw new AppError('transfer-gone', 'another chunk is shared than was promised')
    return length
  }

  refuse(): void {
    this.#refused = true
    this.#news.emit()
  }

  async confirm(): Promise<void> {}
}
