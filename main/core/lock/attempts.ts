/** Slows down whoever tries passphrases at this computer. Has no knowledge of what is tried. */
import { AppError, errorCodeOf } from '../../../shared/errors.ts'

/** Wrong passphrases without a pause: more than a person mistypes in a row. */
const freeAttempts = 5
/** Pause after the next wrong one, in milliseconds; it doubles up to the longest. */
const firstPause = 5_000
const longestPause = 5 * 60_000

export class PassphraseAttempts {
  readonly #now: () => number
  #failures = 0
  #openAt = 0

  /** `now`: milliseconds of a clock that is never set back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Runs `attempt`. Raises `rate-limited` with `retryAfterMs` where it is too early for one, else what it raises. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    const retryAfterMs = Math.ceil(this.#openAt - this.#now())
    if (retryAfterMs > 0) throw new AppError('rate-limited', 'too many wrong passphrases', { retryAfterMs })
    try {
      const result = await attempt()
      this.#failures = 0
      return result
    } catch (error) {
      if (errorCodeOf(error) === 'wrong-passphrase') this.#failed()
      throw error
    }
  }

  #failed(): void {
    this.#failures += 1
    const over = this.#failures - freeAttempts
    if (over >= 0) this.#openAt = this.#now() + Math.min(firstPause * 2 ** over, longestPause)
  }
}
