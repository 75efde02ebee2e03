/**
 * A contact who has moved may have another name there: it is theirs once their relay says that it belongs to this account
 * and this identity. Has no knowledge of how they say it. SPEC.md M-48.
 */
import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import { errorCodeOf } from '../../../shared/errors.ts'
import type { Store, Tx } from '../store/index.ts'
import type { Finder } from './finder.ts'
import { type ClaimedName, deleteClaim, readClaims } from './former-relays.ts'
import { readContact, writeContact } from './table.ts'

export interface NameClaimsOptions {
  readonly store: Store
  readonly finder: Pick<Finder, 'belongs'>
  readonly onChange: (tx: Tx) => void
  readonly log: Logger
}

export class NameClaims {
  readonly #options: NameClaimsOptions
  #running: Promise<void> | null = null
  #again = false

  constructor(options: NameClaimsOptions) {
    this.#options = options
  }

  /** There is a new one, or relays can be reached again. */
  settle(): void {
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false
      for (const claim of readClaims(this.#options.store.db)) await this.#look(claim)
    }
  }

  async #look(claim: ClaimedName): Promise<void> {
    const { store, finder, onChange, log } = this.#options
    const { account, username } = claim
    const contact = readContact(store.db, account)
    try {
      const isTheirs = contact !== null && (await finder.belongs({ ...contact, username }))
      store.transaction((tx) => {
        deleteClaim(tx, claim)
        const now = readContact(tx.db, account)
        // They may be somewhere else by now.
        if (!isTheirs || now === null || now.relayUrl !== contact.relayUrl) return
        writeContact(tx, { ...now, username })
        onChange(tx)
      })
    } catch (error) {
      // Asked again when relays can be reached.
      log.info({ code: errorCodeOf(error), error: errorForLog(error) }, 'a name could not be looked up')
    }
  }
}
