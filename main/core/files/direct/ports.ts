/** The ports of this computer for all transfers, and what is told of where they are. */
import { detach } from '../../../../shared/errors.ts'
import { loopbackHost, ownPlaces, placeText, type SocketPlace } from './addresses.ts'
import { openTcpPort, type TcpPort } from './tcp-port.ts'
import type { TcpStream } from './tcp-stream.ts'
import { type OnDatagram, UdpPort } from './udp-port.ts'

/** Milliseconds that the address from outside stays good: routers forget a port that is silent for half a minute. */
const outsideGoodMs = 20_000

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
}

export class Ports {
  readonly #options: PortsOptions
  readonly #closing = new AbortController()
  #tcp: Promise<TcpPort> | null = null
  #udp: UdpPort | null = null
  #outside: { readonly place: SocketPlace; readonly at: number } | null = null
  #asking: Promise<void> | null = null

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
    try {
      this.#udp ??= new UdpPort(this.#options.onDatagram)
    } catch {
      // A system without UDP has TCP still.
    }
    const outside = this.#outside === null ? [] : [placeText(this.#outside.place)]
    return {
      places: ownPlaces(port),
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
    return this.#outside !== null && this.#outside.place.port !== before?.place.port
  }

  close(): void {
    const tcp = this.#tcp
    this.#tcp = null
    if (tcp !== null)
      detach(
        tcp.then((port) => port.close()),
        () => {},
      )
    this.#udp?.close()
    this.#udp = null
    this.#outside = null
  }

  /** For good. */
  end(): void {
    this.#closing.abort()
    this.close()
  }

  async #ask(udp: UdpPort): Promise<void> {
    const server = await this.#options.stun()
    const place = server === null ? null : await udp.outside(server, this.#closing.signal)
    if (place !== null && this.#udp === udp) this.#outside = { place, at: performance.now() }
  }
}
