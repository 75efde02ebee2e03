/** The transfers that are at work: one {@link Run} each. Has no knowledge of what the user wants or of how they end. */
import { createHash } from 'node:crypto'
import { AppError, detach, type ErrorCode, errorCodeOf } from '../../../shared/errors.ts'
import type { TransferId } from '../../../shared/ids.ts'
import type { Blobs, Messaging, NewBlob } from '../relay/index.ts'
import type { Store } from '../store/index.ts'
import type { Bitmap } from './bitmap.ts'
import { chunkCount, chunkLength, chunkOverhead } from './chunk.ts'
import type { ChunkSource } from './chunk-source.ts'
import type { Direct } from './direct/direct.ts'
import type { Meeting } from './direct/meeting.ts'
import { manifestPlace } from './folder/read.ts'
import { receiveOnce } from './incoming.ts'
import { type OutgoingWork, openSource, sendOnce, untilStored } from './outgoing.ts'
import { DirectReceivingPath, DirectSendingPath } from './paths/direct.ts'
import { MergedReceivingPath } from './paths/merged.ts'
import type { ReceivingPath, SendingPath } from './paths/path.ts'
import { RelayReceivingPath, RelaySendingPath } from './paths/relay.ts'
import { type Progress, Run } from './run.ts'
import type { Machinery } from './send.ts'
import { receiveShared } from './sharing/receive.ts'
import { recordHash } from './sharing/table.ts'
import {
  findTransfer,
  setBlob,
  setConfirmed,
  setDirectSecret,
  setState,
  setStored,
  setStores,
  type TransferRow,
} from './table.ts'
import { acceptMessage, storedMessage } from './wire.ts'

/** Milliseconds between two looks at work that moves or stands still: speed and time left change without any news. */
const tickMs = 1000
/** Milliseconds that the sender waits for a direct connection before it begins with the relay. */
const meetingMs = 1_000

export interface WorksOptions {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'enqueue'>
  readonly blobs: Blobs
  readonly direct: Pick<Direct, 'meet' | 'newSecret'>
  readonly machinery: Machinery
  /** Something that the user sees has changed. */
  readonly changed: () => void
  /** The receiver's relay stores nothing of it. */
  readonly notLeft: (id: TransferId) => void
  /** An incoming file is whole, under this path. */
  readonly received: (id: TransferId, file: string) => void
  /** Trying again by itself does not help. */
  readonly failed: (id: TransferId, error: AppError) => void
}

/** The source is another one, or nothing that is stored opens. */
const final = new Set<ErrorCode>(['file-changed', 'file-vanished', 'file-unreadable', 'transfer-corrupt'])
/** The user has to make room, or to bring a drive back. */
const pausing = new Set<ErrorCode>(['disk-full', 'folder-unwritable', 'profile-damaged'])

/** The receiver's relay leaves nothing for it: full, of an older version, or the token is another one by now. */
const notLeft = new Set<ErrorCode>([
  'quota-exceeded',
  'disk-full',
  'too-large',
  'unauthorized',
  'not-found',
  'invalid-input',
  'relay-refused',
])

/** Whether the transfer is over with this error; else it is paused. */
export const endsTransfer = (code: ErrorCode): boolean => final.has(code)

/** What an attempt at sending has begun with. */
interface Begun {
  readonly opening: Promise<ChunkSource>
  /** Null where nobody wants to be met. */
  readonly meeting: Meeting | null
}

export class Works {
  readonly #options: WorksOptions
  readonly #runs = new Map<TransferId, Run>()
  #ticker: NodeJS.Timeout | undefined

  constructor(options: WorksOptions) {
    this.#options = options
  }

  /** Begins, or begins again with what has changed. Does nothing where nothing is to be done. */
  async start(id: TransferId): Promise<void> {
    while (this.#runs.has(id)) await this.stop(id)
    const row = findTransfer(this.#options.store.db, id)
    if (row === null || row.state !== 'active') return
    const outgoing = row.direction === 'outgoing'
    // All is there: the receiver's last word is on its way, or it waits for the receiver.
    if (outgoing && (row.confirmed === row.size || (row.stored && !row.answered))) return
    // The sender has not said yet where it stores the chunks.
    if (!outgoing && row.stores && row.blob === null) return
    // What is in the folder is not known yet.
    if (row.folder !== null && manifestPlace(this.#options.store.db, row) === null) return
    const run = new Run(row.size, row.confirmed, this.#options.changed)
    this.#runs.set(id, run)
    this.#ticker ??= setInterval(() => this.#tick(), tickMs).unref()
    run.start(
      (signal) => (outgoing ? this.#send(id, run, signal) : this.#receive(id, run, signal)),
      ({ code }) => final.has(code) || pausing.has(code),
      (error) => this.#options.failed(id, error),
    )
    this.#options.changed()
  }

  /** Resolves when nothing uses the transfer's file any more. */
  async stop(id: TransferId): Promise<void> {
    const run = this.#runs.get(id)
    if (run === undefined) return
    await run.stop()
    if (this.#runs.get(id) === run) this.#forget(id)
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((id) => this.stop(id)))
  }

  /** Tries at once whatever waits for another attempt. */
  retry(): void {
    for (const run of this.#runs.values()) run.retry()
  }

  progress(id: TransferId): Progress | null {
    return this.#runs.get(id)?.progress ?? null
  }

  /** Whether anything moves; what waits for the other side does not count. */
  get moving(): boolean {
    return [...this.#runs.values()].some((run) => run.progress.phase !== 'waiting')
  }

  #tick(): void {
    this.#options.changed()
    for (const [id, run] of this.#runs) if (run.stalled) detach(this.start(id), () => {})
  }

  #forget(id: TransferId): void {
    this.#runs.delete(id)
    if (this.#runs.size > 0) return
    clearInterval(this.#ticker)
    this.#ticker = undefined
  }

  async #send(id: TransferId, run: Run, signal: AbortSignal): Promise<void> {
    const { store, machinery } = this.#options
    // Afresh for each attempt: the one before may have opened a blob.
    const row = findTransfer(store.db, id)
    if (row === null) return
    try {
      const placed = row.stores && row.blob === null ? await this.#leaveBlob(row, signal) : row
      if (placed === null) return
      const meeting = this.#meet(placed)
      // While the two look for each other: to know a large folder again takes a while.
      const opening = openSource(placed, store, machinery, signal)
      try {
        await this.#sendBy(placed, { opening, meeting }, run, signal)
      } finally {
        meeting?.close()
        await opening.then((source) => source.close()).catch(() => {})
      }
      if (untilStored(placed)) store.transaction((tx) => setStored(tx.db, id, true))
    } finally {
      store.transaction((tx) => setConfirmed(tx.db, id, run.progress.confirmed))
    }
  }

  /** Straight to the other computer where there is a way, through the relay where there is none; by the best way there is. */
  async #sendBy(row: TransferRow, { opening, meeting }: Begun, run: Run, signal: AbortSignal): Promise<void> {
    const { machinery } = this.#options
    for (;;) {
      const [source] = await Promise.all([opening, meeting?.decided(meetingMs, signal)])
      const carrier = meeting?.bestKind ?? null
      const straight = meeting !== null && carrier !== null
      const path = straight ? new DirectSendingPath(meeting, carrier, chunkCount(row.size)) : this.#sendingPath(row)
      const better = new AbortController()
      const off = meeting?.arrivals.on(() => {
        if (meeting.bestKind !== carrier) better.abort()
      })
      try {
        return await sendOnce(
          { row, source, path, machinery, run, leaving: this.#leaving(row) },
          AbortSignal.any([signal, better.signal]),
        )
      } catch (error) {
        // What broke may leave another way.
        const another = straight && meeting.bestKind !== null && errorCodeOf(error) === 'peer-unreachable'
        if (signal.aborted || !(better.signal.aborted || another)) throw error
      } finally {
        off?.()
      }
    }
  }

  /** What is stored whole can be shared, if its hashes are known. */
  #leaving(row: TransferRow): OutgoingWork['leaving'] {
    const { store } = this.#options
    if (!untilStored(row) || row.vault || row.folder !== null) return undefined
    return (index, chunk) => {
      const hash = createHash('sha256').update(chunk).digest()
      store.transaction(({ db }) => recordHash(db, row.id, index, hash))
    }
  }

  /** Null where nobody wants to be met. */
  #meet({ id, account, direction, directSecret: secret }: TransferRow): Meeting | null {
    const side = direction === 'outgoing' ? 'sender' : 'receiver'
    return secret === null ? null : this.#options.direct.meet({ id, account, side, secret })
  }

  async #receive(id: TransferId, run: Run, signal: AbortSignal): Promise<void> {
    const { store, machinery, received } = this.#options
    // Afresh for each attempt: the one before may have planned a name or given up a blob.
    const row = findTransfer(store.db, id)
    if (row === null) return
    let meeting: Meeting | null = null
    const pathFor = async (have: Bitmap) => {
      const path = await this.#receivingPath(row, have, signal)
      // Whoever has accepted just now has made the secret with the blob.
      meeting = this.#meet(findTransfer(store.db, id) ?? row)
      if (meeting === null) return path
      const direct = new DirectReceivingPath(meeting, have, (index) => chunkLength(row.size, index) + chunkOverhead)
      return new MergedReceivingPath(path, direct)
    }
    try {
      const work = { row, store, machinery, run }
      const shared = await receiveShared(work, this.#options.blobs, signal)
      received(id, shared ?? (await receiveOnce({ ...work, pathFor }, signal)))
    } catch (error) {
      // The relay has dropped the blob, because nothing moved for weeks or because it lost its data. The next attempt
      // makes another one and asks the sender for what is missing.
      if (error instanceof AppError && error.code === 'transfer-gone')
        store.transaction((tx) => {
          setBlob(tx.db, id, null)
          setStores(tx.db, id, false)
        })
      throw error
    } finally {
      ;(meeting as Meeting | null)?.close()
    }
  }

  /**
   * At the receiver's relay, which is told in the transaction that records it. Null where it cannot be had: then the
   * receiver makes one and answers.
   */
  async #leaveBlob(row: TransferRow, signal: AbortSignal): Promise<TransferRow | null> {
    const { store, messaging, blobs } = this.#options
    const { id, account, size, vault } = row
    const chunkBytes = chunkLength(size, 0) + chunkOverhead
    let made: NewBlob | null = null
    try {
      made = await blobs.leave(account, { chunks: chunkCount(size), chunkBytes }, signal)
    } catch (error) {
      if (!(error instanceof AppError && notLeft.has(error.code))) throw error
    }
    const blob = made === null ? null : { id: made.id, capability: made.writeCapability }
    store.transaction((tx) => {
      signal.throwIfAborted()
      setBlob(tx.db, id, blob)
      if (blob === null) {
        setStores(tx.db, id, false)
        setState(tx.db, id, 'offered')
      }
      // Of a file the receiver has heard nothing yet, and makes a blob when it is accepted.
      if (made !== null || vault) messaging.enqueue(tx, account, storedMessage(id, made))
    })
    if (made === null) this.#options.notLeft(id)
    return blob === null ? null : { ...row, blob }
  }

  #sendingPath({ account, blob, size }: TransferRow): SendingPath {
    if (blob === null) throw new AppError('transfer-gone')
    return new RelaySendingPath(this.#options.blobs, { at: account, ...blob }, chunkCount(size))
  }

  async #receivingPath(row: TransferRow, have: Bitmap, signal: AbortSignal): Promise<ReceivingPath> {
    const { blobs } = this.#options
    const blob = row.blob ?? (await this.#makeBlob(row, signal))
    return new RelayReceivingPath(blobs, { at: 'own', ...blob }, have)
  }

  /** At the own relay; the sender is told in the transaction that records it. */
  async #makeBlob({ id, account, size, folder, directSecret: before }: TransferRow, signal: AbortSignal) {
    const { store, messaging, blobs, direct } = this.#options
    const chunkBytes = chunkLength(size, 0) + chunkOverhead
    const made = await blobs.create({ chunks: chunkCount(size), chunkBytes }, signal)
    const blob = { id: made.id, capability: made.readCapability }
    store.transaction((tx) => {
      signal.throwIfAborted()
      setBlob(tx.db, id, blob)
      const directSecret = before ?? direct.newSecret(account)
      setDirectSecret(tx.db, id, directSecret)
      const unwanted = folder?.unwanted ?? 0
      messaging.enqueue(tx, account, acceptMessage(id, { blob: made, directSecret, unwanted }))
    })
    return blob
  }
}
