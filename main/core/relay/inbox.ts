/**
 * Takes in what the relay delivers: opens a batch, stores everything it leads to in one transaction, then acknowledges.
 * A crash at any point loses nothing and shows nothing twice. Has no knowledge of what contents mean. SPEC.md M-10 ff.
 */

import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import type { StoredEnvelope } from '../../../shared/relay-api/gen/frames_pb.js'
import { maxUnacknowledged } from '../../../shared/relay-api/index.ts'
import {
  isCertificateTrusted,
  type Opened,
  type OpenFailure,
  type OpenOptions,
  type Protocol,
  type SealedForDevice,
  type UnitOfWork,
} from '../protocol/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { SenderCertificates } from './certificate.ts'
import { decodeContent, messageIdOf } from './contents.ts'
import { encodeSealed } from './delivery.ts'
import type { Directory } from './directory.ts'
import type { Dispatcher } from './dispatcher.ts'
import { asAppError } from './http.ts'
import { countResendRequest, forgetOldEntries, isEnvelopeTaken, takeEnvelope } from './inbox-table.ts'
import type { Outbox } from './outbox.ts'
import { fingerprintOf } from './sealer.ts'

/** Half of what the relay gives without acknowledgement: while one half is opened, the next one is on its way. */
const maxBatch = maxUnacknowledged / 2
/** Resend requests to one account within an hour. */
const resendLimit = 10
const resendWindowMs = 60 * 60 * 1000

/** One envelope as it came; `stored` is null for an ephemeral one. */
interface Arrival {
  readonly ciphertext: Uint8Array
  readonly receivedAt: number
  readonly stored: StoredEnvelope | null
}

/** An arrival and what it turned out to be; null for one that was taken in before. */
interface Result {
  readonly arrival: Arrival
  readonly opened: Opened | null
  /** Undecryptable: what asks for a resend, for whom there may be one. */
  readonly resend: { readonly sealed: SealedForDevice; readonly until: number } | null
  /** For a resend request of the other side: which envelope it means. */
  readonly reference: number | null
  /** The identity that the account has from this envelope on; null where it stays. */
  readonly identity: Uint8Array | null
}

export interface InboxOptions {
  readonly store: Store
  readonly protocol: Protocol
  readonly directory: Directory
  readonly certificates: SenderCertificates
  readonly dispatcher: Dispatcher
  readonly outbox: Outbox
  readonly acknowledge: (seqs: bigint[]) => void
  /** An account has another identity. `at`: milliseconds since the epoch. */
  readonly onIdentity: (tx: Tx, account: AccountId, identityKey: Uint8Array, at: number) => void
  /** What came cannot be stored now; it has to come again. */
  readonly interrupt: (error: AppError) => void
  readonly log: Logger
}

export class Inbox {
  readonly #options: InboxOptions
  #waiting: Arrival[] = []
  #running: Promise<boolean> | null = null
  #closed = false

  constructor(options: InboxOptions) {
    this.#options = options
    options.store.transaction((tx) => forgetOldEntries(tx, Date.now()))
  }

  deliver(envelopes: readonly StoredEnvelope[]): void {
    this.#push(
      envelopes.map((stored) => ({ ciphertext: stored.ciphertext, receivedAt: Number(stored.receivedAt), stored })),
    )
  }

  deliverEphemeral(ciphertext: Uint8Array): void {
    this.#push([{ ciphertext, receivedAt: Date.now(), stored: null }])
  }

  /** The socket has ended: what waits will come again. */
  drop(): void {
    this.#waiting = []
  }

  /** Whether what has come so far is taken in. */
  async settled(): Promise<boolean> {
    return (await this.#running) ?? true
  }

  async close(): Promise<void> {
    this.#closed = true
    this.drop()
    await this.#running
  }

  #push(arrivals: readonly Arrival[]): void {
    if (this.#closed) return
    this.#waiting.push(...arrivals)
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      // Something may have come between the end of the loop and here.
      if (this.#waiting.length > 0) this.#push([])
    })
  }

  /** Whether all of it could be stored. */
  async #run(): Promise<boolean> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, maxBatch)
      try {
        await this.#take(batch)
        const seqs = batch.flatMap(({ stored }) => (stored === null ? [] : [stored.seq]))
        if (seqs.length > 0) this.#options.acknowledge(seqs)
      } catch (error) {
        this.#options.log.error({ error: errorForLog(error) }, 'a batch of envelopes could not be stored')
        this.drop()
        this.#options.interrupt(asAppError(error))
        return false
      }
    }
    return true
  }

  async #take(batch: readonly Arrival[]): Promise<void> {
    const { store, protocol, dispatcher, certificates, log } = this.#options
    // At hand before the unit of work, which waits for no network: a resend may have to be asked for.
    await certificates.current().catch(() => null)
    await protocol.unitOfWork(async (unit) => {
      const results: Result[] = []
      for (const arrival of batch) results.push(await this.#open(unit, arrival))
      store.transaction((tx) => {
        const now = Date.now()
        for (const result of results) {
          const done = tx.attempt(() => this.#store(tx, result, now))
          if (!done.ok) log.error({ error: errorForLog(done.error) }, 'a content was dropped')
          const { stored } = result.arrival
          if (stored !== null) takeEnvelope(tx, stored.envelopeId, now)
        }
        this.#forgetDropped(unit, results)
        unit.apply(tx)
        dispatcher.endBatch(tx)
      })
    })
  }

  async #open(unit: UnitOfWork, arrival: Arrival): Promise<Result> {
    const { store, protocol, log } = this.#options
    const { stored, ciphertext, receivedAt } = arrival
    if (stored !== null && isEnvelopeTaken(store.db, stored.envelopeId))
      return { arrival, opened: null, resend: null, reference: null, identity: null }
    const options = { receivedAt, envelopeId: stored?.envelopeId ?? null }
    const first = await unit
      .attempt(async (trial) => {
        const result = await protocol.open(trial, ciphertext, options)
        const refusal = this.#otherIdentity(result) ?? otherRelay(result, receivedAt)
        // Thrown, so that the trial leaves no trace of it.
        if (refusal !== null) throw new Refused(refusal)
        return result
      })
      .catch((error: unknown): Opened => {
        if (error instanceof Refused) return { kind: 'failure', failure: error.failure }
        throw error
      })
    const { opened, identity } = await this.#underItsIdentity(unit, ciphertext, options, first)
    if (opened.kind === 'resend-request') {
      const known = this.#options.directory.peer(opened.sender.account)?.accepted === true
      const found = known ? protocol.takeResendRequest(unit, opened.sender, opened.request) : null
      return { arrival, opened, resend: null, reference: found?.reference ?? null, identity }
    }
    const isExpected = opened.kind === 'failure' && opened.failure.reason === 'unwanted'
    if (opened.kind === 'failure' && !isExpected)
      log.warn({ reason: opened.failure.reason }, 'an envelope was not opened')
    return { arrival, opened, resend: await this.#sealResendRequest(unit, opened), reference: null, identity }
  }

  /**
   * An envelope of another identity, once more under what the directory makes of that: only what then turns out to be a
   * content counts, because a certificate alone is the relay's word.
   */
  async #underItsIdentity(
    unit: UnitOfWork,
    ciphertext: Uint8Array,
    options: OpenOptions,
    first: Opened,
  ): Promise<{ opened: Opened; identity: Uint8Array | null }> {
    const { protocol, directory } = this.#options
    if (first.kind !== 'failure' || first.failure.reason !== 'identity-changed')
      return { opened: first, identity: null }
    const { sender, identityKey } = first.failure
    const judged = directory.judgeIdentity(sender.account, identityKey, options.receivedAt)
    // Known: since an envelope before it in the same batch.
    if (judged === 'refused') return { opened: first, identity: null }
    const identity = judged === 'earlier' ? null : identityKey
    return unit
      .attempt(async (trial) => {
        if (identity !== null) protocol.replaceIdentity(trial, sender.account, identity)
        const opened = await protocol.open(trial, ciphertext, { ...options, earlierIdentity: judged === 'earlier' })
        // Where they live now says only who has been known before.
        if (opened.kind !== 'content' || opened.certificate.trust === 'elsewhere') throw new Refused(first.failure)
        return { opened, identity }
      })
      .catch((error: unknown) => {
        if (error instanceof Refused) return { opened: first, identity: null }
        throw error
      })
  }

  /** The failure that it is when an invite link or a relay promised another identity than the one that wrote. */
  #otherIdentity(opened: Opened): OpenFailure | null {
    if (opened.kind !== 'content') return null
    const { sender, identityKey } = opened
    const expected = this.#options.directory.peer(sender.account)?.identityFingerprint ?? null
    if (expected === null || fingerprintOf(identityKey).equals(expected)) return null
    return { reason: 'identity-changed', sender, identityKey }
  }

  async #sealResendRequest(unit: UnitOfWork, opened: Opened): Promise<Result['resend']> {
    const { protocol, certificates, directory, log } = this.#options
    if (opened.kind !== 'failure') return null
    const { failure } = opened
    if (failure.reason !== 'undecryptable' && failure.reason !== 'duplicate') return null
    const { sender, request } = failure
    const certificate = certificates.known()
    const peer = directory.peer(sender.account)
    if (request === null || certificate === null || peer?.accepted !== true || peer.unconfirmed) return null
    try {
      const sealed = await unit.attempt((trial) =>
        protocol.sealResendRequest(trial, sender, request, certificate.bytes),
      )
      return { sealed, until: certificate.expiresAt }
    } catch (error) {
      log.warn({ error: errorForLog(error) }, 'a resend cannot be asked for')
      return null
    }
  }

  /** Of a stranger who was not admitted no key stays: it would stand in the way of whoever the account really belongs to. */
  #forgetDropped(unit: UnitOfWork, results: readonly Result[]): void {
    const { directory, protocol } = this.#options
    for (const { opened } of results) {
      if (opened?.kind !== 'content' || directory.peer(opened.sender.account) !== null) continue
      protocol.forget(unit, opened.sender.account)
    }
  }

  #store(tx: Tx, { arrival, opened, resend, reference, identity }: Result, now: number): void {
    if (opened === null) return
    const { dispatcher, outbox, onIdentity } = this.#options
    switch (opened.kind) {
      case 'content':
        if (identity !== null) onIdentity(tx, opened.sender.account, identity, arrival.receivedAt)
        dispatcher.content(tx, opened, arrival.stored === null ? null : arrival.receivedAt)
        return
      case 'resend-request':
        if (reference !== null) outbox.resend(tx, opened.sender.account, reference)
        return
      case 'failure':
        this.#storeFailure(tx, arrival, opened.failure, resend, now)
        return
    }
  }

  #storeFailure(
    tx: Tx,
    { stored, receivedAt }: Arrival,
    failure: OpenFailure,
    resend: Result['resend'],
    now: number,
  ): void {
    if (failure.reason === 'garbage') return
    const { dispatcher, outbox } = this.#options
    const { account } = failure.sender
    if (resend !== null && countResendRequest(tx, account, now, now - resendWindowMs, resendLimit)) {
      outbox.enqueueSealed(tx, account, { bytes: encodeSealed([resend.sealed]), until: resend.until })
    }
    if (failure.reason !== 'undecryptable' && failure.reason !== 'identity-changed') return
    const id = stored === null ? null : messageIdOf(stored.envelopeId)
    if (id === null || (failure.reason === 'undecryptable' && failure.request === null)) return
    dispatcher.unreadable(tx, { reason: failure.reason, sender: failure.sender, id, counter: 0n, sentAt: receivedAt })
  }
}

/** The failure that it is when somebody we know writes from another relay than theirs, and does not say so. */
function otherRelay(opened: Opened, receivedAt: number): OpenFailure | null {
  if (opened.kind !== 'content' || opened.certificate.trust !== 'elsewhere') return null
  const root = decodeContent(opened.content)?.content.introduction?.senderTrustRoot
  if (root !== undefined && isCertificateTrusted(opened.certificate.bytes, root, receivedAt)) return null
  return { reason: 'untrusted-certificate', sender: opened.sender }
}

/** Ends a trial: it opened, and is not taken. */
class Refused extends Error {
  readonly failure: OpenFailure

  constructor(failure: OpenFailure) {
    super(failure.reason)
    this.failure = failure
  }
}
