/** The outbox: takes contents in a caller's transaction and hands each recipient's to a lane. */
import type { Logger } from 'pino'
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, type MessageId, newMessageId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import type { Hint } from '../protocol/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { encodeContent, idBytes, newEnvelopeId } from './contents.ts'
import type { Delivery } from './delivery.ts'
import type { Directory } from './directory.ts'
import { Lane } from './lane.ts'
import type { ContentBody, EnqueueOptions, ExpiryRule, Outcome } from './messaging.ts'
import {
  accountsWithJobs,
  deleteAllOf,
  deleteAllSent,
  deleteJobs,
  deleteMessageJobs,
  deleteSent,
  deleteSentBefore,
  insertJob,
  type Sealing,
  takeCounter,
  takeResends,
  unsealAll,
  waitingMessages,
} from './outbox-table.ts'
import type { Sealer } from './sealer.ts'

/** How long a content can be asked for again: longer than any relay keeps envelopes by default. */
const sentMs = 31 * 24 * 60 * 60 * 1000

export interface OutboxOptions {
  readonly store: Store
  readonly directory: Directory
  readonly sealer: Sealer
  readonly delivery: Delivery
  readonly log: Logger
}

export class Outbox {
  readonly troubles = new Emitter<AccountId>()
  readonly #options: OutboxOptions
  readonly #lanes = new Map<AccountId, Lane>()
  readonly #outcomeHandlers: ((tx: Tx, outcome: Outcome) => void)[] = []
  #expiresAfter: ExpiryRule = () => null
  #started = false

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  onOutcome(handler: (tx: Tx, outcome: Outcome) => void): void {
    this.#outcomeHandlers.push(handler)
  }

  expireBy(rule: ExpiryRule): void {
    this.#expiresAfter = rule
  }

  /** Goes on with what waited when the profile was last open. */
  start(): void {
    const { store } = this.#options
    store.transaction((tx) => deleteSentBefore(tx, Date.now() - sentMs))
    this.#started = true
    for (const account of accountsWithJobs(store.db)) this.#wake(account)
  }

  enqueue(tx: Tx, to: AccountId, body: ContentBody, options: EnqueueOptions = {}): MessageId {
    const peer = this.#options.directory.peer(to)
    if (peer === null) throw new AppError('contact-unknown')
    if (peer.blocked) throw new AppError('contact-blocked')
    const id = options.id ?? newMessageId()
    const now = Date.now()
    const expiresAfter = this.#expiresAfter(tx, to, body, id)
    const content = encodeContent({ id, counter: takeCounter(tx, to, now), sentAt: now, expiresAfter }, body)
    insertJob(tx, {
      account: to,
      messageId: id,
      // The first envelope has the id of its content, so that a resend request and what is then resent meet.
      envelopeId: idBytes(id),
      // A Hello is nothing but its Introduction, whatever the other side is thought to know.
      content: body.case === 'hello' ? this.#options.sealer.introduced(content) : content,
      hint: hintOf(body),
      expiresAt: options.expiresInMs === undefined ? null : now + options.expiresInMs,
    })
    tx.afterCommit(() => this.#wake(to))
    return id
  }

  /** Sends what may be meant by `reference` again, a few times at most. */
  resend(tx: Tx, to: AccountId, reference: number): void {
    for (const { messageId, content } of takeResends(tx, to, reference)) {
      insertJob(tx, {
        account: to,
        messageId,
        envelopeId: newEnvelopeId(),
        content,
        hint: 'resendable',
        expiresAt: null,
      })
      tx.afterCommit(() => this.#wake(to))
    }
  }

  /** Asks for a resend: sealed already, by the session as it was when decryption failed. */
  enqueueSealed(tx: Tx, to: AccountId, sealed: Sealing): void {
    const messageId = newMessageId()
    insertJob(tx, {
      account: to,
      messageId,
      envelopeId: newEnvelopeId(),
      content: null,
      hint: 'implicit',
      expiresAt: null,
      sealed,
    })
    tx.afterCommit(() => this.#wake(to))
  }

  confirm(tx: Tx, to: AccountId, ids: readonly MessageId[]): void {
    for (const id of ids) deleteSent(tx, to, id)
  }

  withdraw(tx: Tx, to: AccountId, id: MessageId): boolean {
    deleteSent(tx, to, id)
    return deleteMessageJobs(tx, to, id) === 'unsealed'
  }

  forget(tx: Tx, account: AccountId): void {
    deleteAllOf(tx, account)
  }

  /** Everything that waits for this account fails; what was sent is not sent again on request. */
  abandon(tx: Tx, account: AccountId, error: AppError): void {
    const ids = waitingMessages(tx.db, account)
    deleteJobs(tx, account)
    deleteAllSent(tx, account)
    for (const id of ids) this.#settled(tx, { id, to: account, state: 'failed', error })
  }

  /** What waits for this account is sealed for another identity now; nothing sealed before is sent again on request. */
  identityChanged(tx: Tx, account: AccountId): void {
    unsealAll(tx, account)
    deleteAllSent(tx, account)
    tx.afterCommit(() => this.#lanes.get(account)?.retry())
  }

  trouble(account: AccountId): AppError | null {
    return this.#lanes.get(account)?.trouble ?? null
  }

  /** The way to relays, or to one account, may be open again. */
  retry(account?: AccountId): void {
    if (account !== undefined) this.#lanes.get(account)?.retry()
    else for (const lane of this.#lanes.values()) lane.retry()
  }

  async close(): Promise<void> {
    this.#started = false
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()))
  }

  #settled(tx: Tx, outcome: Outcome): void {
    for (const handler of this.#outcomeHandlers) handler(tx, outcome)
  }

  #wake(account: AccountId): void {
    if (!this.#started) return
    let lane = this.#lanes.get(account)
    if (lane === undefined) {
      lane = new Lane({
        ...this.#options,
        account,
        onOutcome: (tx, outcome) => this.#settled(tx, outcome),
        onTrouble: () => this.troubles.emit(account),
      })
      this.#lanes.set(account, lane)
    }
    lane.wake()
  }
}

/** A receipt is not worth the new session that a resend takes. */
const hintOf = (body: ContentBody): Hint => (body.case === 'receipt' ? 'implicit' : 'resendable')
