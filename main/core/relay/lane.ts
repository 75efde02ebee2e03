/** Brings the outbox of one recipient forward, in order, until it is empty. Has no knowledge of other recipients. */

import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import { AppError, type ErrorCode } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import type { Store, Tx } from '../store/index.ts'
import { type BackoffOptions, Pause, retryDelay } from './backoff.ts'
import { type Delivery, encodeSealed, sealedFor } from './delivery.ts'
import type { Access, Directory } from './directory.ts'
import { asAppError } from './http.ts'
import type { Outcome } from './messaging.ts'
import {
  deleteJob,
  type Job,
  keepSent,
  nextJobs,
  repairAll,
  storeSealed,
  unsealAll,
  unsealExpired,
} from './outbox-table.ts'
import type { Sealer } from './sealer.ts'

/** Contents on the way at the same time: they share transactions, and a connection that keeps their order. */
const windowSize = 32
const backoff: BackoffOptions = { firstMs: 1_000, mostMs: 60_000 }
/**
 * After a delivery token was refused, in milliseconds: the new one may lie in our own mailbox, and is better than the way
 * of every stranger.
 */
const newTokenMs = 2_000
/** How often a content is sealed anew because the recipient's devices have changed meanwhile. */
const maxRepairs = 5

/** Errors after which the same content is tried again: the relay or the way to it may be better later. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'relay-unreachable',
  'relay-busy',
  'relay-refused',
  'relay-certificate-changed',
  'relay-certificate-untrusted',
  'relay-version-unsupported',
  'rate-limited',
  'mailbox-full',
  'quota-exceeded',
  'disk-full',
  // Until the user has looked at it.
  'identity-changed',
  'internal',
])

export interface LaneOptions {
  readonly account: AccountId
  readonly store: Store
  readonly directory: Directory
  readonly sealer: Sealer
  readonly delivery: Delivery
  readonly log: Logger
  readonly onOutcome: (tx: Tx, outcome: Outcome) => void
  /** Called when the reason for waiting changes; null: not waiting any more. */
  readonly onTrouble: (error: AppError | null) => void
}

interface Refusal {
  readonly job: Job
  readonly access: Access
  readonly error: AppError
}

interface Result {
  readonly job: Job
  readonly access: Access
  readonly error: AppError | null
}

export class Lane {
  readonly #options: LaneOptions
  readonly #pause = new Pause()
  #running: Promise<void> | null = null
  #again = false
  #closed = false
  #attempt = 0
  #trouble: AppError | null = null
  #awaitsToken = false

  constructor(options: LaneOptions) {
    this.#options = options
  }

  get trouble(): AppError | null {
    return this.#trouble
  }

  /** There is something new in the outbox. */
  wake(): void {
    if (this.#closed) return
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      // Somebody may have called between the end of the loop and here.
      if (this.#again) this.wake()
    })
  }

  /** The way may be open again: does not wait any longer. */
  retry(): void {
    this.#attempt = 0
    this.#pause.end()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#pause.end()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false
      let error: AppError | null
      try {
        error = await this.#step()
      } catch (thrown) {
        error = asAppError(thrown)
        this.#options.log.error({ error: errorForLog(thrown) }, 'an outbox lane failed')
      }
      if (this.#closed) return
      this.#setTrouble(error)
      if (error === null) this.#attempt = 0
      else {
        this.#again = true
        await this.#pause.wait(retryDelay(error.data.retryAfterMs, this.#attempt, backoff))
        this.#attempt += 1
      }
    }
  }

  /** Takes the next contents as far as they go; gives why they have to wait, if they do. */
  async #step(): Promise<AppError | null> {
    const { account, store, sealer, directory } = this.#options
    const jobs = this.#current()
    if (jobs.length === 0) return null
    this.#again = true
    const access = directory.peer(account)?.access ?? { kind: 'open' }
    try {
      await this.#seal(jobs.filter((job) => job.sealed === null))
      const sealed = nextJobs(store.db, account, jobs.length).filter((job) => job.sealed !== null)
      const results = await Promise.all(sealed.map((job) => this.#deliver(job)))
      const errors = this.#settle(results)
      const changed = errors.find(({ error }) => isDevicesError(error))
      if (changed !== undefined) {
        await sealer.repair(account, sealedFor(changed.job.sealed ?? new Uint8Array()), (tx) => repairAll(tx, account))
      }
      return errors.find(({ error }) => !isDevicesError(error))?.error ?? null
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code === 'internal') throw thrown
      if (passing.has(error.code)) return error
      store.transaction((tx) =>
        this.#refused(
          tx,
          jobs.map((job) => ({ job, access, error })),
        ),
      )
      return null
    } finally {
      if (this.#awaitsToken && !this.#closed) await this.#pause.wait(newTokenMs)
      this.#awaitsToken = false
    }
  }

  /** The next window, without what has waited too long. */
  #current(): Job[] {
    const { account, store, onOutcome } = this.#options
    const now = Date.now()
    const jobs = nextJobs(store.db, account, windowSize)
    const late = jobs.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now)
    if (late.length === 0 && jobs.every(({ sealed }) => sealed === null)) return jobs
    return store.transaction((tx) => {
      for (const { id, messageId } of late) {
        deleteJob(tx, id)
        const error = this.#trouble ?? new AppError('cancelled', 'waited too long')
        onOutcome(tx, { id: messageId, to: account, state: 'failed', error })
      }
      unsealExpired(tx, account, now)
      return nextJobs(tx.db, account, windowSize)
    })
  }

  async #seal(jobs: readonly Job[]): Promise<void> {
    const { account, sealer, onOutcome } = this.#options
    const open = jobs.flatMap(({ content, hint, ...job }) => (content === null ? [] : [{ ...job, content, hint }]))
    if (open.length === 0) return
    await sealer.seal(account, open, (tx, results) => {
      for (const [n, job] of open.entries()) {
        const result = results[n]
        if (result === undefined) continue
        if (result instanceof AppError) {
          deleteJob(tx, job.id)
          onOutcome(tx, { id: job.messageId, to: account, state: 'failed', error: result })
        } else storeSealed(tx, job.id, { bytes: encodeSealed(result.devices), until: result.expiresAt })
      }
    })
  }

  async #deliver(job: Job): Promise<Result> {
    const { account, sealer, delivery } = this.#options
    const peer = sealer.peer(account)
    try {
      await delivery.deliver(account, peer, {
        id: job.envelopeId,
        sealed: job.sealed ?? new Uint8Array(),
        ephemeral: false,
        expiresInMs: job.expiresAt === null ? null : Math.max(1, job.expiresAt - Date.now()),
      })
      return { job, access: peer.access, error: null }
    } catch (error) {
      return { job, access: peer.access, error: asAppError(error) }
    }
  }

  /** Removes what is done, one way or the other; gives what is not. */
  #settle(results: readonly Result[]): { job: Job; error: AppError }[] {
    const { account, store, onOutcome } = this.#options
    const now = Date.now()
    const open: { job: Job; error: AppError }[] = []
    const refused: Refusal[] = []
    store.transaction((tx) => {
      for (const { job, access, error } of results) {
        if (error === null) {
          deleteJob(tx, job.id)
          keepSent(tx, job, now)
          onOutcome(tx, { id: job.messageId, to: account, state: 'sent' })
        } else if (passing.has(error.code) || (isDevicesError(error) && job.repairs < maxRepairs))
          open.push({ job, error })
        else refused.push({ job, access, error })
      }
      this.#refused(tx, refused)
    })
    return open
  }

  /** Fails what will never be taken; a refused token is no reason to fail where there is another way. */
  #refused(tx: Tx, refused: readonly Refusal[]): void {
    const { account, directory } = this.#options
    let isLost = false
    for (const { job, access, error } of refused) {
      const after = error.code === 'unauthorized' ? directory.accessRefused(tx, account, access) : 'none'
      if (after === 'none') this.#fail(tx, job, error)
      isLost ||= after === 'later'
    }
    if (!isLost) return
    // Sealed anew, with what asks for another token.
    unsealAll(tx, account)
    this.#awaitsToken = true
  }

  #fail(tx: Tx, job: Job, error: AppError): void {
    deleteJob(tx, job.id)
    const shown = unknown.has(error.code) ? new AppError('contact-unknown', error.message) : error
    this.#options.onOutcome(tx, { id: job.messageId, to: job.account, state: 'failed', error: shown })
  }

  #setTrouble(error: AppError | null): void {
    const changed = this.#trouble?.code !== error?.code
    this.#trouble = error
    if (changed) this.#options.onTrouble(error)
  }
}

/** How a relay says that an account is not there, or not for us. */
const unknown: ReadonlySet<ErrorCode> = new Set(['not-found', 'unauthorized'])

const isDevicesError = (error: AppError): boolean =>
  error.code === 'devices-mismatched' || error.code === 'devices-stale'
