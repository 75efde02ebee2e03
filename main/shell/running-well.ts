/** Watches over one run of the program: whether it goes well, and that it is started again where it crashes. */
import path from 'node:path'
import { app } from 'electron'
import type { Logger } from 'pino'
import { startOf } from './login-item.ts'
import { Reviver } from './reviver.ts'
import { Starts } from './starts.ts'

/** A program that fails sooner than this after its start would only fail again, in milliseconds. */
export const ranWell = 60_000

export class RunningWell {
  readonly #starts: Starts
  readonly #profile: string
  readonly #log: Logger
  #reviver: Reviver | null = null
  #timer: NodeJS.Timeout | undefined

  /** @param profile Absolute path of its folder. */
  constructor(profile: string, log: Logger) {
    this.#starts = new Starts(path.join(profile, 'starts.json'))
    this.#profile = profile
    this.#log = log
  }

  /** Gives whether the starts before this one ended badly. */
  begin(): boolean {
    const troubled = this.#starts.begin()
    if (troubled) this.#log.warn('the last starts ended badly: this one is careful')
    // From a tree of sources somebody looks after it, and ends it as they like.
    if (app.isPackaged && Reviver.isPossible) this.#reviver = new Reviver(startOf(this.#profile))
    this.#timer = setTimeout(() => {
      this.#starts.wentWell()
      this.#reviver?.runsWell()
    }, ranWell)
    return troubled
  }

  /** It starts itself anew: nobody else need do it. */
  startsAnew(): void {
    this.#reviver?.letGo()
  }

  /** It ends because somebody wants it to. */
  endsInOrder(): void {
    clearTimeout(this.#timer)
    this.#starts.wentWell()
    this.#reviver?.letGo()
  }
}
