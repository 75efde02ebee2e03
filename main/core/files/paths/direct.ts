/**
 * The path over direct connections: chunks go from one computer to the other and rest nowhere. Has no knowledge of files,
 * keys or addresses. SPEC.md F-42 ff.
 */
import type { AppError } from '../../../../shared/errors.ts'
import { Emitter } from '../../../../shared/streams/index.ts'
import { Bitmap, pageBits } from '../bitmap.ts'
import { isNear } from '../direct/addresses.ts'
import type { StreamKind } from '../direct/byte-stream.ts'
import { type DirectConnection, lost } from '../direct/connection.ts'
import { type FrameHead, mostControlBytes } from '../direct/frames.ts'
import type { Meeting } from '../direct/meeting.ts'
import { News } from '../tasks.ts'
import type { ReceivingPath, SendingPath } from './path.ts'

/** Milliseconds until the receiver has said what it has. */
const readyMs = 10_000
const numberBytes = 4

const kindOf = (connection: DirectConnection | undefined) =>
  connection === undefined || isNear(connection.remote) ? 'lan' : 'direct'

/** Over connections of one kind: chunks that lie with a slow one would keep the others waiting. */
export class DirectSendingPath implements SendingPath {
  readonly stored: Bitmap
  readonly confirmed: Bitmap
  readonly #meeting: Meeting
  readonly #carrier: StreamKind
  readonly #news = new News()
  readonly #used = new Set<DirectConnection>()
  #ready = false
  #error: AppError | null = null
  #off = () => {}

  constructor(meeting: Meeting, carrier: StreamKind, chunks: number) {
    this.#meeting = meeting
    this.#carrier = carrier
    this.stored = new Bitmap(chunks)
    this.confirmed = new Bitmap(chunks)
  }

  get kind() {
    return kindOf(this.#connections[0])
  }

  async open(signal: AbortSignal): Promise<void> {
    const late = AbortSignal.timeout(readyMs)
    const until = AbortSignal.any([signal, late])
    this.#off = this.#meeting.arrivals.on((connection) => this.#use(connection))
    for (const connection of this.#connections) this.#use(connection)
    while (!this.#ready) {
      this.#assertSound()
      await this.#news.next(until).catch((error: unknown) => {
        throw late.aborted ? lost('nothing was said') : error
      })
    }
  }

  close(): void {
    this.#off()
    for (const connection of this.#used) connection.close()
  }

  async changed(signal: AbortSignal): Promise<void> {
    this.#assertSound()
    await this.#news.next(signal)
    this.#assertSound()
  }

  async send(index: number, chunk: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#assertSound()
    // The one with the least before it.
    const [connection] = this.#connections.toSorted((a, b) => a.queued - b.queued)
    if (connection === undefined) throw lost('no connection')
    const end = () => connection.close()
    signal.addEventListener('abort', end, { once: true })
    try {
      await connection.sendChunk(index, chunk)
    } finally {
      signal.removeEventListener('abort', end)
    }
    this.stored.add(index)
  }

  get #connections(): readonly DirectConnection[] {
    return this.#meeting.connections.filter(({ kind }) => kind === this.#carrier)
  }

  #use(connection: DirectConnection): void {
    if (connection.kind !== this.#carrier) return
    this.#used.add(connection)
    connection.listen({
      chunk: () => connection.close(lost('a receiver sends no chunks')),
      control: (head, payload) => this.#hear(connection, head, payload),
      closed: (error) => this.#lost(error),
    })
  }

  #hear(connection: DirectConnection, { type, index }: FrameHead, payload: Buffer): void {
    if (type === 'have') this.#add((bitmap) => bitmap.addBits(payload, index))
    else if (type === 'ready') this.#ready = true
    else if (type === 'confirm' && payload.length % numberBytes === 0)
      this.#add((bitmap) => {
        for (let at = 0; at < payload.length; at += numberBytes) bitmap.add(payload.readUInt32BE(at))
      })
    else connection.close(lost('no frame of a receiver'))
    this.#news.emit()
  }

  /** What is recorded need not be sent either. */
  #add(add: (bitmap: Bitmap) => void): void {
    add(this.confirmed)
    add(this.stored)
  }

  /** What was on its way over one of them is nowhere: all begins anew, with what the receiver has then. */
  #lost(error: AppError): void {
    this.#error ??= error
    this.#news.emit()
  }

  #assertSound(): void {
    if (this.#error !== null && !this.confirmed.full) throw this.#error
  }
}

export class DirectReceivingPath implements ReceivingPath {
  /** A connection has ended. */
  readonly losses = new Emitter()
  readonly #meeting: Meeting
  readonly #have: Bitmap
  /** Bytes of a sealed chunk by its number. */
  readonly #lengthOf: (index: number) => number
  readonly #news = new News()
  readonly #used = new Set<DirectConnection>()
  /** Chunks whose bytes wait in a connection. */
  readonly #announced = new Map<number, DirectConnection>()
  /** Chunks that are here, or come by another way. */
  readonly #known = new Set<number>()
  #ready: number[] = []
  #error: AppError | null = null
  #off = () => {}

  constructor(meeting: Meeting, have: Bitmap, lengthOf: (index: number) => number) {
    this.#meeting = meeting
    this.#have = have
    this.#lengthOf = lengthOf
  }

  get kind() {
    return kindOf(this.#meeting.best[0])
  }

  /** There is a connection. */
  get isAlive(): boolean {
    return this.#meeting.connections.length > 0
  }

  async open(): Promise<void> {
    this.#off = this.#meeting.arrivals.on((connection) => this.#use(connection))
    for (const connection of this.#meeting.connections) this.#use(connection)
  }

  close(): void {
    this.#off()
    for (const connection of this.#used) connection.close()
  }

  async next(signal: AbortSignal): Promise<number> {
    for (;;) {
      const index = this.#ready.shift()
      if (index !== undefined) return index
      await this.#news.next(signal)
    }
  }

  async receive(index: number, into: Uint8Array): Promise<number> {
    const connection = this.#announced.get(index)
    if (connection === undefined) throw lost('what was announced is gone')
    await connection.take(into)
    if (this.#announced.get(index) === connection) this.#announced.delete(index)
    this.#known.add(index)
    return this.#lengthOf(index)
  }

  /** Somebody on the way has changed it, or the other side is wrong: this way is no good any more. */
  refuse(index: number): void {
    this.#known.delete(index)
    this.#error ??= lost('a chunk that does not open')
    for (const connection of this.#used) connection.close(this.#error)
  }

  /** Over all of them: which of them the sender listens to is for the sender to say, and one may be dead already. */
  async confirm(indices: readonly number[]): Promise<void> {
    for (const connection of this.#meeting.connections) sendConfirm(connection, indices)
  }

  /** It comes by another way: what this one brings of it goes by. */
  know(index: number): void {
    this.#known.add(index)
  }

  #use(connection: DirectConnection): void {
    if (this.#error !== null) {
      connection.close(this.#error)
      return
    }
    this.#used.add(connection)
    connection.listen({
      chunk: (index, length) => this.#announce(connection, index, length),
      control: () => connection.close(lost('no frame of a sender')),
      closed: () => this.#lost(connection),
    })
    for (let page = 0; page * pageBits < this.#have.length; page++)
      connection.send('have', page * pageBits, this.#have.page(page))
    connection.send('ready', 0, new Uint8Array())
  }

  #announce(connection: DirectConnection, index: number, length: number): void {
    if (index >= this.#have.length || length !== this.#lengthOf(index)) {
      connection.close(lost('no such chunk'))
      return
    }
    // What was announced before and comes again has been given up where it was: it counts where it comes now.
    if (this.#have.has(index) || this.#known.has(index)) {
      // Whoever sends it has not heard that it is recorded.
      if (this.#have.has(index)) sendConfirm(connection, [index])
      // What is here already goes by; that it does not go by any more is nobody's loss.
      connection.take(null).catch(() => {})
      return
    }
    this.#announced.set(index, connection)
    this.#ready.push(index)
    this.#news.emit()
  }

  /** What was announced on it comes again, by this way or by another. */
  #lost(connection: DirectConnection): void {
    for (const [index, from] of this.#announced) if (from === connection) this.#announced.delete(index)
    this.#ready = this.#ready.filter((index) => this.#announced.has(index))
    this.losses.emit()
  }
}

function sendConfirm(connection: DirectConnection, indices: readonly number[]): void {
  const most = mostControlBytes / numberBytes
  for (let from = 0; from < indices.length; from += most) {
    const part = indices.slice(from, from + most)
    const payload = Buffer.alloc(part.length * numberBytes)
    for (const [at, index] of part.entries()) payload.writeUInt32BE(index, at * numberBytes)
    connection.send('confirm', 0, payload)
  }
}
