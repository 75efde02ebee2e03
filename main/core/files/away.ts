/**
 * Files for whoever is away: what nobody has accepted, and whose receiver is not there, is stored at the receiver's relay,
 * so that the sender may leave. Has no knowledge of how it is stored.
 */
import { detach } from '../../../shared/errors.ts'
import type { ConversationId, TransferId } from '../../../shared/ids.ts'
import { conversationWith } from '../../../shared/ids.ts'
import type { Messaging } from '../relay/index.ts'
import type { Store } from '../store/index.ts'
import type { Life } from './life.ts'
import { findTransfer, listUnanswered, setSharedFrom, setStores, type TransferRow } from './table.ts'
import { reachMessage } from './wire.ts'

/** Milliseconds that somebody who is there has for a first answer. */
const firstMs = 3_000
/** Milliseconds between two looks at all that waits: whoever was there may have left without a word. */
const againMs = 60_000

export interface AwayOptions {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'sendEphemeral'>
  readonly life: Life
  readonly contactOf: (conversation: ConversationId) => { accepted: boolean } | null
}

export class Away {
  readonly #options: AwayOptions
  /** What the receiver's relay does not take. */
  readonly #beyond = new Set<TransferId>()
  readonly #first = new Set<NodeJS.Timeout>()
  #again: NodeJS.Timeout | undefined

  constructor(options: AwayOptions) {
    this.#options = options
  }

  start(): void {
    this.#again = setInterval(() => {
      for (const row of listUnanswered(this.#options.store.db)) this.#detach(this.#consider(row))
    }, againMs).unref()
  }

  /** It has just been offered. */
  look(id: TransferId): void {
    const timer = setTimeout(() => {
      this.#first.delete(timer)
      const row = findTransfer(this.#options.store.db, id)
      if (row !== null) this.#detach(this.#consider(row))
    }, firstMs).unref()
    this.#first.add(timer)
  }

  /** The receiver's relay has no room for it: both have to be there. */
  notLeft(id: TransferId): void {
    this.#beyond.add(id)
    this.#options.life.changes.emit()
  }

  beyond(id: TransferId): boolean {
    return this.#beyond.has(id)
  }

  close(): void {
    clearInterval(this.#again)
    for (const timer of this.#first) clearTimeout(timer)
  }

  async #consider({ id, account, size, sharedFrom }: TransferRow): Promise<void> {
    const { store, messaging, life, contactOf } = this.#options
    const accepted = contactOf(conversationWith(account))?.accepted === true
    if (!accepted || size === 0 || this.#beyond.has(id)) return
    if (sharedFrom !== null) {
      const from = findTransfer(store.db, sharedFrom)
      if (from?.stored === true && !from.answered && from.finishedAt === null) return
      // Whoever it was stored for has taken it.
      store.transaction((tx) => {
        setSharedFrom(tx.db, id, null)
        life.tell(tx)
      })
    }
    const { online } = await messaging.sendEphemeral(account, reachMessage(id, { places: [], udpPlaces: [] }, false))
    if (online) return
    store.transaction((tx) => {
      const row = findTransfer(tx.db, id)
      if (row?.direction !== 'outgoing' || row.state !== 'offered' || row.vault || row.stores) return
      setStores(tx.db, id, true)
      life.activate(tx, id)
    })
  }

  /** Whoever cannot be asked is asked again. */
  #detach(work: Promise<void>): void {
    detach(work, () => {})
  }
}
