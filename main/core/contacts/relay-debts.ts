/**
 * Tells the own relay by which tokens we are reached from now on, however often that takes: the delivery token, the request
 * tokens of our links, those that are no good any more. Has no knowledge of why they change. SPEC.md M-45, I-15.
 */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import { errorCodeOf } from '../../../shared/errors.ts'
import { routes } from '../../../shared/relay-api/index.ts'
import type { Identity } from '../identity/index.ts'
import { fullJitter, Pause, type RelayRoom } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { readInvites } from './table.ts'
import { deleteNextToken, deleteRevokedToken, readNextToken, readRevokedTokens } from './trust-table.ts'

const backoff = { firstMs: 1_000, mostMs: 60_000 }

export interface RelayDebtsOptions {
  readonly store: Store
  readonly identity: Identity
  readonly relay: Pick<RelayRoom, 'account'>
  /** Everybody is to hear who we are, and by which token we are reached. */
  readonly announce: (tx: Tx) => void
  readonly log: Logger
}

export class RelayDebts {
  readonly #options: RelayDebtsOptions
  readonly #pause = new Pause()
  #running: Promise<void> | null = null
  #again = false
  #closed = false
  /** The relay was asked in this run of the program to take the token that we have. */
  #isTokenTold = false
  /** The same of the links. */
  #areLinksTold = false

  constructor(options: RelayDebtsOptions) {
    this.#options = options
  }

  /** There is something to tell, or the relay can be reached again. */
  settle(): void {
    if (this.#closed) return
    this.#again = true
    this.#pause.end()
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** The relay has forgotten everything. */
  tellAgain(): void {
    this.#isTokenTold = false
    this.#areLinksTold = false
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#pause.end()
    await this.#running
  }

  async #run(): Promise<void> {
    for (let attempt = 0; this.#again && !this.#closed; attempt += 1) {
      this.#again = false
      try {
        await this.#tellToken()
        await this.#revoke()
        await this.#tellLinks()
      } catch (error) {
        if (this.#closed) return
        this.#options.log.info({ error: errorForLog(error) }, 'the relay could not be told about tokens')
        this.#again = true
        await this.#pause.wait(fullJitter(attempt, backoff))
      }
    }
  }

  /** First the relay, then people: whoever has the new token can use it. */
  async #tellToken(): Promise<void> {
    const { store, identity, relay, announce } = this.#options
    const next = readNextToken(store.db)
    // A profile that was set back by a backup has an older token than its relay.
    if (next === null && this.#isTokenTold) return
    const token = next ?? identity.deliveryToken
    const hash = createHash('sha256').update(token).digest('base64url')
    await relay.account.call(routes.setDeliveryToken, { json: { hash } })
    this.#isTokenTold = true
    if (next === null) return
    // Each Introduction says what is committed. After a crash between the two all of it is done again.
    store.transaction((tx) => identity.changeDeliveryToken(tx, next))
    store.transaction((tx) => {
      deleteNextToken(tx, next)
      announce(tx)
    })
  }

  /** A relay that was set back by a backup knows fewer. */
  async #tellLinks(): Promise<void> {
    if (this.#areLinksTold) return
    const { store, relay } = this.#options
    for (const { token, expiresAt } of readInvites(store.db, Date.now())) {
      const hash = createHash('sha256').update(token).digest('base64url')
      await relay.account.call(routes.putRequestToken, { params: { hash }, json: { expiresAt } })
    }
    this.#areLinksTold = true
  }

  async #revoke(): Promise<void> {
    const { store, relay } = this.#options
    for (const hash of readRevokedTokens(store.db)) {
      const params = { hash: Buffer.from(hash).toString('base64url') }
      await relay.account.call(routes.deleteRequestToken, { params }).catch((error: unknown) => {
        if (errorCodeOf(error) !== 'not-found') throw error
      })
      store.transaction((tx) => deleteRevokedToken(tx, hash))
    }
  }
}
