/** Keeps enough prekeys at the own relay. Has no knowledge of what they are made of. */

import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import { type PrekeyCounts, type PrekeyUpload, routes } from '../../../shared/relay-api/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { AccountClient } from './account-client.ts'

/** How often the relay is asked what is left, in milliseconds. */
const checkEveryMs = 30 * 60 * 1000

export interface PrekeysOptions {
  readonly store: Store
  readonly account: AccountClient
  /** Makes what is due and gives what to upload, or null. `now`: milliseconds since the epoch. */
  readonly renew: (tx: Tx, held: PrekeyCounts, now: number) => PrekeyUpload | null
  readonly log: Logger
}

export class Prekeys {
  readonly #options: PrekeysOptions
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | null = null

  constructor(options: PrekeysOptions) {
    this.#options = options
  }

  /** From now on looks after them; call it again whenever the relay is reached anew. */
  watch(): void {
    this.stop()
    this.#timer = setInterval(() => this.#attempt(), checkEveryMs).unref()
    this.#attempt()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async close(): Promise<void> {
    this.stop()
    await this.#running?.catch(() => undefined)
  }

  /** Uploads what is due. Raises the errors of the way to the own relay; then all of it is due again. */
  refresh(): Promise<void> {
    this.#running ??= this.#refresh().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  #attempt(): void {
    this.refresh().catch((error: unknown) =>
      this.#options.log.info({ error: errorForLog(error) }, 'prekeys could not be uploaded'),
    )
  }

  async #refresh(): Promise<void> {
    const { store, account, renew } = this.#options
    const held = await account.call(routes.countPrekeys)
    const upload = store.transaction((tx) => renew(tx, held, Date.now()))
    if (upload !== null) await account.call(routes.putPrekeys, { json: upload })
  }
}
