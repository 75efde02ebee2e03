/** The ports of this computer for all transfers, and what is told of where they are. */
import type { Logger } from 'pino'
import { errorForLog } from '../../../../shared/error-log.ts'
import { detach } from '../../../../shared/errors.ts'
import { loopbackHost, ownPlaces, placeText, type SocketPlace } from './addresses.ts'
import { type MappedPort, mapPort } from './mapped-port.ts'
import { openTcpPort, type TcpPort } from './tcp-port.ts'
import type { TcpStream } from './tcp-stream.ts'
import type { OnDatagram, UdpPort } from './udp-port.ts'

/** Milliseconds that the address from outside stays good: routers forget a port that is silent for half a minute. */
const outsideGoodMs = 20_000
/** Milliseconds after which the router is asked once more: what it gives it gives for an hour. */
const mappedGoodMs = 30 * 60_000

export interface Places {
  readonly places: readonly string[]
  readonly udpPlaces: readonly string[]
}

export interface PortsOptions {
  /** Everybody is on this computer: its relay is. */
  readonly alone: () => boolean
  /** A STUN server; null where there is none. */
  readonly stun: () => Promise<SocketPlace | null>
  readonly onStream: (stream: TcpStream) => void
  readonly onDatagram: OnDatagram
  readonly log: Logger
}

export class Ports {
  readonly #options: PortsOptions
  readonly #closing = new AbortController()
  #tcp: Promise<TcpPort> | null = null
  #opening: Promise<void> | null = null
  #udp: UdpPort | null = null
  #outside: { readonly place: SocketPlace; readonly at: number } | null = null
  #asking: Promise<void> | null = null
  #mapped: MappedPort | null = null
  /** When the router was asked last. */
  #mappedAt = Number.NEGATIVE_INFINITY

  constructor(options: PortsOptions) {
    this.#options = options
  }

  /** Null while nothing is open, where there is no UDP, and where everybody is here. */
  get udp(): UdpPort | null {
    return this.#udp
  }

  /** Opens what is not open yet. */
  async places(): Promise<Places> {
    const alone = this.#options.alone()
    this.#tcp ??= openTcpPort(alone, this.#options.onStream)
    const { port } = await this.#tcp
    if (alone) return { places: [placeText({ host: loopbackHost, port })], udpPlaces: [] }
    this.#opening ??= this.#openUdp()
    await this.#opening
    const outside = this.#outside === null ? [] : [placeText(this.#outside.place)]
    const mapped = this.#mapped === null ? [] : [placeText(this.#mapped.place)]
    return {
      places: [...mapped, ...ownPlaces(port)],
      udpPlaces: this.#udp === null ? [] : [...outside, ...ownPlaces(this.#udp.port)],
    }
  }

  /** Whether the address from outside is another one than was known; asks the STUN server where it is not known. */
  async lookOutside(): Promise<boolean> {
    const before = this.#outside
    if (this.#udp === null || (before !== null && performance.now() - before.at < outsideGoodMs)) return false
    this.#asking ??= this.#ask(this.#udp).finally(() => {
      this.#asking = null
    })
    await this.#asking
    const known = before === null ? null : placeText(before.place)
    return this.#outside !== null && placeText(this.#outside.place) !== known
  }

  /** Asks the router for a port of its own, now and then; gives whether there is another one than before. */
  async lookMapped(): Promise<boolean> {
    const tcp = this.#tcp
    if (tcp === null || this.#options.alone() || performance.now() - this.#mappedAt < mappedGoodMs) return false
    this.#mappedAt = performance.now()
    const { port } = await tcp
    const found = await mapPort(port, this.#closing.signal)
    if (found !== null && this.#tcp !== tcp) {
      // Closed, or opened once more, meanwhile.
      await found.release()
      return false
    }
    const before = this.#mapped
    // The same mapping, for another hour: that it was asked for before needs not be taken back.
    this.#mapped = found
    return found !== null && (before === null || placeText(before.place) !== placeText(found.place))
  }

  close(): void {
    const mapped = this.#mapped
    this.#mapped = null
    this.#mappedAt = Number.NEGATIVE_INFINITY
    if (mapped !== null) detach(mapped.release(), () => {})
    const tcp = this.#tcp
    this.#tcp = null
    if (tcp !== null)
      detach(
        tcp.then((port) => port.close()),
        () => {},
      )
    this.#udp?.close()
    this.#udp = null
    this.#opening = null
    this.#outside = null
  }

  /** For good. */
  end(): void {
    this.#closing.abort()
    this.close()
  }

  async #openUdp(): Promise<void> {
    try {
      // Where the addon does not load, or the system has no UDP, there is TCP still.
      const { UdpPort } = await import('./udp-port.ts')
      const port = new UdpPort(this.#options.onDatagram)
      // Closed, or opened once more, while the addon was loaded.
      if (this.#tcp === null || this.#udp !== null) port.close()
      else this.#udp = port
    } catch (error) {
      this.#options.log.info({ error: errorForLog(error) }, 'no direct ways by UDP')
    }
  }

  async #ask(udp: UdpPort): Promise<void> {
    const server = await this.#options.stun()
    const place = server === null ? null : await udp.outside(server, this.#closing.signal)
    if (place !== null && this.#udp === udp) this.#outside = { place, at: performance.now() }
  }
}
