/** Where the two ends of one transfer find each other: the proven connections that there are. */
import { Emitter } from '../../../../shared/streams/index.ts'
import type { StreamKind } from './byte-stream.ts'
import type { DirectConnection } from './connection.ts'

/** Connections of one transfer and kind: several carry more over a link that loses. */
const mostConnections = 8
/**
 * Milliseconds there and back from which on UDX carries more than TCP: most systems' TCP takes every loss for congestion,
 * and needs many round trips to forget it. Below it TCP costs the processor less.
 */
const farMs = 8

export class Meeting {
  /** A connection has come. */
  readonly arrivals = new Emitter<DirectConnection>()
  readonly #connections = new Set<DirectConnection>()
  readonly #onClose: () => void
  #closed = false

  constructor(onClose: () => void) {
    this.#onClose = onClose
  }

  get connections(): readonly DirectConnection[] {
    return [...this.#connections].filter(({ isOpen }) => isOpen)
  }

  /** Those that chunks travel over: the others are there in case these break. */
  get best(): readonly DirectConnection[] {
    const { connections } = this
    const ofKind = (wanted: StreamKind) => connections.filter(({ kind }) => kind === wanted)
    const [tcp, udx] = [ofKind('tcp'), ofKind('udx')]
    if (tcp.length === 0 || udx.length === 0) return connections
    const roundTripMs = Math.min(...udx.map((one) => one.roundTripMs ?? 0))
    return roundTripMs >= farMs ? udx : tcp
  }

  get isOpen(): boolean {
    return !this.#closed
  }

  add(connection: DirectConnection): void {
    const alike = this.connections.filter(({ kind }) => kind === connection.kind).length
    if (this.#closed || alike >= mostConnections) connection.close()
    else {
      this.#connections.add(connection)
      this.arrivals.emit(connection)
    }
  }

  /** Resolves with true as soon as there is a connection, with false after `ms` without one. */
  async connected(ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.connections.length > 0) return true
    return new Promise((resolve) => {
      const finish = (found: boolean) => {
        clearTimeout(timer)
        off()
        signal.removeEventListener('abort', give)
        resolve(found)
      }
      const give = () => finish(false)
      const timer = setTimeout(give, ms)
      const off = this.arrivals.on(() => finish(true))
      signal.addEventListener('abort', give, { once: true })
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const connection of this.#connections) connection.close()
    this.#onClose()
  }
}
