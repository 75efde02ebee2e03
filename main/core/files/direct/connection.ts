/**
 * A proven connection between two computers: sends frames and hands on those that come. Chunks go from the socket into the
 * memory that whoever wants them names; as long as nobody does, the other side has to wait. Has no knowledge of files.
 */
import { AppError } from '../../../../shared/errors.ts'
import { maxSealedBytes } from '../chunk.ts'
import type { ByteStream, StreamKind } from './byte-stream.ts'
import { FrameCode, type FrameHead, headBytes, mostControlBytes, parseHead } from './frames.ts'
import type { SessionKeys } from './handshake.ts'

/** Milliseconds between two signs of life. */
const aliveMs = 2_000
/** Milliseconds without a byte after which the other side counts as gone. */
const silenceMs = 8_000

export interface ConnectionListener {
  /** The head of a chunk has come; its bytes wait for {@link DirectConnection.take}. */
  chunk(index: number, length: number): void
  control(head: FrameHead, payload: Buffer): void
  closed(error: AppError): void
}

interface Sink {
  readonly into: Uint8Array | null
  readonly length: number
  filled: number
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

interface Control {
  readonly head: FrameHead
  readonly payload: Buffer
  filled: number
}

export class DirectConnection {
  readonly #stream: ByteStream
  readonly #answeredMs: number | null
  readonly #writing: FrameCode
  readonly #reading: FrameCode
  readonly #head = Buffer.alloc(headBytes)
  readonly #alive: NodeJS.Timeout
  /** Ends each chunk that is on its way. */
  readonly #sending = new Set<(error: AppError) => void>()
  #listener: ConnectionListener | null = null
  #headFilled = 0
  #control: Control | null = null
  /** The head of a chunk whose bytes come next. */
  #pending: FrameHead | null = null
  #sink: Sink | null = null
  #rest: Buffer = Buffer.alloc(0)
  #heardAt = performance.now()
  #error: AppError | null = null

  /** @param rest what has come behind the handshake. @param answeredMs what an answer has taken, where one was waited for. */
  constructor(stream: ByteStream, keys: SessionKeys, rest: Buffer, answeredMs: number | null = null) {
    this.#stream = stream
    this.#answeredMs = answeredMs
    this.#writing = new FrameCode(keys.outgoing)
    this.#reading = new FrameCode(keys.incoming)
    this.#rest = rest
    stream.onClose(() => this.close(lost('closed')))
    this.#alive = setInterval(() => this.#live(), aliveMs).unref()
  }

  /** The other computer's address. */
  get remote(): string {
    return this.#stream.remote
  }

  get kind(): StreamKind {
    return this.#stream.kind
  }

  /** The shortest that was seen; null where it is not known. */
  get roundTripMs(): number | null {
    const known = [this.#answeredMs, this.#stream.roundTripMs].filter((ms) => ms !== null)
    return known.length === 0 ? null : Math.min(...known)
  }

  get isOpen(): boolean {
    return this.#error === null
  }

  /** Bytes that wait for the network. */
  get queued(): number {
    return this.#stream.queued
  }

  /** Begins to read. Once. */
  listen(listener: ConnectionListener): void {
    this.#listener = listener
    if (this.#error !== null) {
      listener.closed(this.#error)
      return
    }
    this.#stream.read(
      (bytes) => this.#read(bytes),
      () => this.#room(),
    )
    this.#readRest()
  }

  /** Resolves when `chunk` may be written over; after an error it may still be read. */
  sendChunk(index: number, chunk: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#error !== null) return reject(this.#error)
      const head = this.#writing.write({ type: 'chunk', index, length: chunk.length }, none)
      this.#sending.add(reject)
      this.#stream.write([head, chunk], (failed) => {
        if (!this.#sending.delete(reject)) return
        if (failed) reject(this.#error ?? lost('broken'))
        else resolve()
      })
    })
  }

  /** @param payload at most 64 KiB. */
  send(type: 'have' | 'ready' | 'confirm', index: number, payload: Uint8Array): void {
    this.#write(type, index, payload)
  }

  /** Puts the chunk that was announced into `into`; null lets it go by. */
  take(into: Uint8Array | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const { length } = this.#pending ?? { length: 0 }
      if (this.#error !== null || this.#pending === null) return reject(this.#error ?? lost('nothing was announced'))
      this.#sink = { into, length, filled: 0, resolve, reject }
      this.#stream.resume()
      this.#readRest()
    })
  }

  close(error: AppError = lost('closed here')): void {
    if (this.#error !== null) return
    this.#error = error
    clearInterval(this.#alive)
    this.#stream.destroy()
    // At once: a stream on a cable that is pulled may never say how it ended.
    for (const fail of this.#sending) fail(error)
    this.#sending.clear()
    this.#sink?.reject(error)
    this.#sink = null
    this.#listener?.closed(error)
  }

  #live(): void {
    // Whoever is kept waiting by us cannot be heard.
    if (this.#stream.paused) this.#heardAt = performance.now()
    if (performance.now() - this.#heardAt > silenceMs) this.close(lost('silent'))
    else this.#write('alive', 0, none)
  }

  #write(type: Exclude<FrameHead['type'], 'chunk'>, index: number, payload: Uint8Array): void {
    if (this.#error !== null) return
    const head = this.#writing.write({ type, index, length: payload.length }, payload)
    this.#stream.write(payload.length > 0 ? [head, payload] : [head])
  }

  #readRest(): void {
    const rest = this.#rest
    this.#rest = Buffer.alloc(0)
    this.#read(rest)
  }

  #read(bytes: Buffer): void {
    this.#heardAt = performance.now()
    let at = 0
    while (at < bytes.length && this.#error === null) {
      if (this.#sink !== null) at += this.#fill(this.#sink, bytes.subarray(at))
      else if (this.#pending !== null) {
        // Nobody wants it yet: the other side waits.
        this.#rest = Buffer.from(bytes.subarray(at))
        this.#stream.pause()
        return
      } else if (this.#control !== null) at += this.#fillControl(this.#control, bytes.subarray(at))
      else at += this.#fillHead(bytes.subarray(at))
    }
    if (this.#pending !== null && this.#sink === null) this.#stream.pause()
  }

  /** What is missing of what comes next, and no more: bytes of a chunk that nobody has taken yet would be put aside. */
  #room(): Uint8Array | null {
    const [sink, control] = [this.#sink, this.#control]
    if (sink !== null) return sink.into?.subarray(sink.filled, sink.length) ?? null
    if (this.#pending !== null) return null
    return control === null ? this.#head.subarray(this.#headFilled) : control.payload.subarray(control.filled)
  }

  #fill(sink: Sink, bytes: Buffer): number {
    const taken = Math.min(bytes.length, sink.length - sink.filled)
    if (sink.into !== null) put(bytes.subarray(0, taken), sink.into, sink.filled)
    sink.filled += taken
    if (sink.filled === sink.length) {
      this.#sink = null
      this.#pending = null
      sink.resolve()
    }
    return taken
  }

  #fillHead(bytes: Buffer): number {
    const taken = Math.min(bytes.length, headBytes - this.#headFilled)
    put(bytes.subarray(0, taken), this.#head, this.#headFilled)
    this.#headFilled += taken
    if (this.#headFilled < headBytes) return taken
    this.#headFilled = 0
    const head = parseHead(this.#head)
    if (head === null) this.close(lost('no frame'))
    else if (head.type === 'chunk') this.#announce(head)
    else if (head.length > mostControlBytes) this.close(lost('too long a frame'))
    else {
      this.#control = { head, payload: Buffer.alloc(head.length), filled: 0 }
      if (head.length === 0) this.#finishControl(this.#control)
    }
    return taken
  }

  #announce(head: FrameHead): void {
    const theirs = this.#reading.read(this.#head, null) !== null
    if (!theirs || head.length === 0 || head.length > maxSealedBytes) this.close(lost('no frame of theirs'))
    else {
      this.#pending = head
      this.#listener?.chunk(head.index, head.length)
    }
  }

  #fillControl(control: Control, bytes: Buffer): number {
    const taken = Math.min(bytes.length, control.payload.length - control.filled)
    put(bytes.subarray(0, taken), control.payload, control.filled)
    control.filled += taken
    if (control.filled === control.payload.length) this.#finishControl(control)
    return taken
  }

  #finishControl({ head, payload }: Control): void {
    this.#control = null
    if (this.#reading.read(this.#head, payload) === null) this.close(lost('no frame of theirs'))
    else if (head.type !== 'alive') this.#listener?.control(head, payload)
  }
}

const none = new Uint8Array()

/** Unless they are there already, because the stream has read them there. */
function put(bytes: Uint8Array, into: Uint8Array, at: number): void {
  const isThere = bytes.buffer === into.buffer && bytes.byteOffset === into.byteOffset + at
  if (!isThere) into.set(bytes, at)
}

/** The way is gone; the transfer goes on by another one. */
export const lost = (why: string): AppError => new AppError('peer-unreachable', `a direct connection: ${why}`)
