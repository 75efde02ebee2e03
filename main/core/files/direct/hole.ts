/**
 * A way by UDP through the routers of both sides, for one transfer: both send to every address of the other until something
 * comes through; the sender of the file says which way is used. Has no knowledge of transfers. SPEC.md F-47.
 */
import { randomInt } from 'node:crypto'
import type { SocketPlace } from './addresses.ts'
import type { ByteStream } from './byte-stream.ts'
import type { Side } from './handshake.ts'
import { type Punch, type Step, writePunch } from './punch.ts'

/** Milliseconds between two datagrams to each address. */
const againMs = 150
/** Milliseconds until it is given up: routers forget, and people move. */
const patienceMs = 6_000
/** Addresses that are tried: those that were told, and some that nobody knew of. */
const mostCandidates = 24

export interface HoleOptions {
  readonly port: {
    send(bytes: Uint8Array, to: SocketPlace): void
    stream(own: number, theirs: number, to: SocketPlace): ByteStream
  }
  /** 16 bytes. */
  readonly transferId: Uint8Array
  /** This side of the transfer. */
  readonly side: Side
  readonly secret: Uint8Array
  /** A stream that the other side has or will have too; nothing is proven on it yet. */
  readonly onStream: (stream: ByteStream) => void
}

const key = ({ host, port }: SocketPlace): string => `${host}|${port}`

export class Hole {
  readonly #options: HoleOptions
  readonly #candidates = new Map<string, SocketPlace>()
  /** Another number for each use: what is late of the one before must not count. */
  #stream = randomInt(2 ** 31)
  #used: SocketPlace | null = null
  #timer: NodeJS.Timeout | undefined
  #until = 0

  constructor(options: HoleOptions) {
    this.#options = options
  }

  /** The other side is at one of these places: begins to look for it, or goes on longer. */
  aim(places: readonly SocketPlace[]): void {
    for (const place of places) this.#add(place)
    this.#look()
  }

  #look(): void {
    this.#until = performance.now() + patienceMs
    this.#timer ??= setInterval(() => this.#tick(), againMs)
    this.#tick()
  }

  /** What has come is proven. */
  hear({ step, stream }: Punch, from: SocketPlace): void {
    this.#add(from)
    // It may be that what the other side has said of its places is late, or lost.
    if (this.#timer === undefined && this.#used === null) this.#look()
    if (step === 'look') this.#say('heard', from)
    else if ((this.#options.side === 'sender') === (step === 'heard')) this.#use(from, stream)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #add(place: SocketPlace): void {
    if (this.#candidates.size < mostCandidates) this.#candidates.set(key(place), place)
  }

  #tick(): void {
    if (performance.now() > this.#until) this.close()
    else if (this.#used === null) for (const place of this.#candidates.values()) this.#say('look', place)
    // Until the other side has heard it, which its streams tell; a few more do no harm.
    else if (this.#options.side === 'sender') this.#say('use', this.#used)
  }

  #say(step: Step, to: SocketPlace): void {
    const { port, transferId, side, secret } = this.#options
    port.send(writePunch(secret, { transferId, side, step, stream: this.#stream }), to)
  }

  /** Once, until its stream has ended. */
  #use(place: SocketPlace, theirs: number): void {
    if (this.#used !== null) return
    const { port, onStream, side } = this.#options
    this.#used = place
    if (side === 'sender') this.#say('use', place)
    const stream = port.stream(this.#stream, theirs, place)
    stream.onClose(() => {
      this.#used = null
      this.#stream = randomInt(2 ** 31)
    })
    onStream(stream)
  }
}
