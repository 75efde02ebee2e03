/**
 * One transfer at work: tries until it is done, and knows how it goes. Has no knowledge of directions, of messages or of
 * the database.
 */
import type { TransferPath as PathKind } from '../../../shared/contract/transfers.ts'
import { AppError, errorCodeOf } from '../../../shared/errors.ts'
import { fullJitter, Pause } from '../relay/index.ts'
import type { Bitmap } from './bitmap.ts'
import { chunkLength, chunkSize } from './chunk.ts'
import { Speed } from './speed.ts'

/** Waits between attempts. A relay that restarts is back in a second; one that is away is asked twice a minute. */
const backoff = { firstMs: 500, mostMs: 30_000 }
/** Milliseconds without a new byte after which a running transfer is shown as waiting for the other side. */
const stillAfterMs = 5000

/**
 * Milliseconds without a new byte over a direct way after which an attempt begins anew: longer than a chunk takes at
 * 40 KB/s, and what both sides still believe of each other by then may be wrong.
 */
const stalledAfterMs = 120_000

export type Phase = 'preparing' | 'running' | 'waiting'

/** How it goes, as the user sees it. */
export interface Progress {
  readonly phase: Phase
  readonly confirmed: number
  readonly sent: number
  readonly bytesPerSecond: number
  readonly path: PathKind | null
  readonly error: AppError | null
}

export class Run {
  readonly #size: number
  readonly #changed: () => void
  readonly #controller = new AbortController()
  readonly #pause = new Pause()
  #speed = new Speed()
  #phase: Phase = 'preparing'
  #error: AppError | null = null
  #path: PathKind | null = null
  #confirmed: number
  #sent: number
  #ended: Promise<void> = Promise.resolve()

  /** @param size bytes of the file; @param confirmed bytes known to be confirmed before. */
  constructor(size: number, confirmed: number, changed: () => void) {
    this.#size = size
    this.#confirmed = confirmed
    this.#sent = confirmed
    this.#changed = changed
  }

  /**
   * Begins. `attempt` is repeated after errors that `isFinal` does not claim; `failed` gets those it does. Neither is
   * called after {@link stop}.
   */
  start(
    attempt: (signal: AbortSignal) => Promise<void>,
    isFinal: (error: AppError) => boolean,
    failed: (error: AppError) => void,
  ): void {
    this.#ended = this.#try(attempt, isFinal, failed)
  }

  /** Ends the work, and resolves when nothing uses the file any more. */
  async stop(): Promise<void> {
    this.#controller.abort()
    this.#pause.end()
    await this.#ended
  }

  /** Tries at once where it waits for another attempt. */
  retry(): void {
    this.#pause.end()
  }

  /** An attempt has come to where chunks move. */
  running(path: PathKind): void {
    // A relay that is full lets itself be opened: whether there is room again shows when something moves.
    if (this.#error?.code !== 'quota-exceeded') this.#runs()
    this.#path = path
    this.#speed = new Speed()
    this.#speed.record(this.#confirmed)
    this.#changed()
  }

  /** Chunks move by another way than before. */
  via(path: PathKind): void {
    this.#path = path
  }

  /** @param sent chunks that have left this computer, where that is not the same. */
  moved(confirmed: Bitmap, sent: Bitmap = confirmed): void {
    const before = this.#sent + this.#confirmed
    this.#confirmed = bytesIn(confirmed, this.#size)
    this.#sent = Math.max(this.#confirmed, bytesIn(sent, this.#size))
    if (this.#phase === 'waiting' && this.#sent + this.#confirmed > before) this.#runs()
    this.#speed.record(this.#confirmed)
    this.#changed()
  }

  get progress(): Progress {
    const still = this.#phase === 'running' && this.#confirmed < this.#size && this.#speed.stillMs > stillAfterMs
    return {
      phase: still ? 'waiting' : this.#phase,
      confirmed: this.#confirmed,
      sent: this.#sent,
      bytesPerSecond: this.#phase === 'running' ? this.#speed.bytesPerSecond : 0,
      path: this.#path,
      error: this.#error,
    }
  }

  /** It should move, and does not. */
  get stalled(): boolean {
    const straight = this.#path === 'lan' || this.#path === 'direct'
    const works = this.#phase === 'running' && !this.#controller.signal.aborted
    return straight && works && this.#speed.stillMs > stalledAfterMs
  }

  #runs(): void {
    this.#phase = 'running'
    this.#error = null
  }

  async #try(
    attempt: (signal: AbortSignal) => Promise<void>,
    isFinal: (error: AppError) => boolean,
    failed: (error: AppError) => void,
  ): Promise<void> {
    const { signal } = this.#controller
    for (let failures = 0; !signal.aborted; failures++) {
      const before = this.#sent
      try {
        return await attempt(signal)
      } catch (thrown) {
        if (signal.aborted) return
        const error = thrown instanceof AppError ? thrown : new AppError(errorCodeOf(thrown), String(thrown))
        this.#phase = 'waiting'
        this.#error = error
        if (isFinal(error)) return failed(error)
        this.#changed()
        if (this.#sent > before) failures = 0
        const asked = error.data.retryAfterMs
        const least = typeof asked === 'number' ? asked : 0
        await this.#pause.wait(least + fullJitter(failures, backoff))
      }
    }
  }
}

function bytesIn(chunks: Bitmap, size: number): number {
  const last = chunks.length - 1
  return chunks.count * chunkSize - (chunks.has(last) ? chunkSize - chunkLength(size, last) : 0)
}
