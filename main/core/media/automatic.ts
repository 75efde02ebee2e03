/**
 * Loads what accepted contacts offer, as far as the user lets it happen by itself. Has no knowledge of how anything is
 * loaded.
 */
import type { Logger } from 'pino'
import type { Settings } from '../../../shared/contract/index.ts'
import { detach, errorCodeOf } from '../../../shared/errors.ts'
import type { AccountId, TransferId } from '../../../shared/ids.ts'
import type { Files, Offer } from '../files/index.ts'
import type { Tx } from '../store/index.ts'

export interface AutomaticOptions {
  readonly files: Pick<Files, 'load' | 'offers' | 'offer'>
  readonly limits: () => Settings['autoDownload']
  /** Whether both have accepted each other. */
  readonly accepted: (account: AccountId) => boolean
  readonly log: Logger
}

/** A voice note is a sound. */
const limitFor = ({ kind }: Offer, limits: Settings['autoDownload']): number =>
  limits[kind === null ? 'file' : kind === 'voice' ? 'audio' : kind]

export class AutomaticDownload {
  readonly #options: AutomaticOptions

  constructor(options: AutomaticOptions) {
    this.#options = options
  }

  /** An offer has come; what is to be done comes after the commit. */
  offered(tx: Tx, id: TransferId): void {
    tx.afterCommit(() => {
      const offer = this.#options.files.offer(id)
      if (offer !== null) this.#consider(offer)
    })
  }

  /** Everything that waits: at the start, and when somebody may have been accepted. */
  all(): void {
    for (const offer of this.#options.files.offers()) this.#consider(offer)
  }

  #consider(offer: Offer): void {
    const { files, limits, accepted, log } = this.#options
    const limit = limitFor(offer, limits())
    // 0 is never, for an empty file too.
    if (limit === 0 || offer.size > limit || !accepted(offer.account)) return
    detach(files.load(offer.id), (error) => log.info({ code: errorCodeOf(error) }, 'not loaded by itself'))
  }
}
