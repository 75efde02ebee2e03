/** What the page makes or has pasted, taken in piece by piece: a clipboard's picture has no path. Has no knowledge of pages. */
import { PassThrough } from 'node:stream'
import type { ChosenFile } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { Spool } from '../spool.ts'

/** Bytes of one piece. */
const maxPiece = 4 * 1024 * 1024
/** Copies at work at once. */
const mostWrites = 64

interface Write {
  readonly bytes: PassThrough
  readonly taken: Promise<ChosenFile>
}

export class SpoolWrites {
  readonly #spool: Spool
  readonly #writes = new Map<number, Write>()
  #last = 0

  constructor(spool: Spool) {
    this.#spool = spool
  }

  /** Gives a number for the copy. */
  begin(name: string, size: number): number {
    if (this.#writes.size >= mostWrites) throw new AppError('rate-limited', 'too many copies at once')
    const bytes = new PassThrough()
    const taken = this.#spool.take(name, size, bytes)
    // Whoever ends the copy hears of it.
    taken.catch(() => bytes.destroy())
    bytes.on('error', () => {})
    this.#last += 1
    this.#writes.set(this.#last, { bytes, taken })
    return this.#last
  }

  /** Resolves when the next piece may come. */
  async write(copy: number, piece: Uint8Array): Promise<void> {
    const { bytes, taken } = this.#write(copy)
    if (piece.length > maxPiece) throw new AppError('too-large', 'one piece', { limit: maxPiece })
    if (bytes.destroyed) return void (await taken)
    if (!bytes.write(piece)) {
      await new Promise<void>((resolve) => {
        bytes.once('drain', resolve)
        bytes.once('close', resolve)
      })
    }
  }

  /** Raises what `Spool.take` raises. */
  async end(copy: number): Promise<ChosenFile> {
    const { bytes, taken } = this.#write(copy)
    this.#writes.delete(copy)
    bytes.end()
    return taken
  }

  abort(copy: number): void {
    this.#writes.get(copy)?.bytes.destroy(new AppError('cancelled'))
    this.#writes.delete(copy)
  }

  /** The page is gone, or another. */
  abortAll(): void {
    for (const copy of [...this.#writes.keys()]) this.abort(copy)
  }

  #write(copy: number): Write {
    const found = this.#writes.get(copy)
    if (found === undefined) throw new AppError('not-found', 'no such copy')
    return found
  }
}
