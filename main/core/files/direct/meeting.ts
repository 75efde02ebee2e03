/** Where the two ends of one transfer find each other: the proven connections that there are. */
import { Emitter } from '../../../../shared/streams/index.ts'
import { isLoopback } from './addresses.ts'
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

  /** What chunks travel over: connections of the other kind are there in case these break. Null without any. */
  get bestKind(): StreamKind | null {
    const of = (wanted: StreamKind) => this.connections.filter(({ kind }) => kind === wanted)
    const [tcp, udx] = [of('tcp'), of('udx')]
    if (udx.length === 0) return tcp.length === 0 ? null : 'tcp'
    const roundTripMs = Math.min(...udx.map((one) => one.roundTripMs ?? 0))
    return tcp.length === 0 || roundTripMs >= farMs ? 'udx' : 'tcp'
  }

  get best(): readonly DirectConnection[] {
    const { bestKind } = this
    return this.connections.filter(({ kind }) => kind === bestKind)
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
    return this.connections.length > 0 || this.#arrival(ms, signal)
  }

  async #arrival(ms: number, signal: AbortSignal): Promise<boolean> {
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

  /** Waits for a connection for `ms`, and then for one of the other kind as long again unless that can be no better. */
  async decided(ms: number, signal: AbortSignal): Promise<void> {
    if (!(await this.connected(ms, signal))) return
    const end = performance.now() + ms
    for (let left = ms; left > 0 && !this.#certain && !signal.aborted; left = end - performance.now())
      await this.#arrival(left, signal)
  }

  /** Whether what has come first is near, or both kinds have come. */
  get #certain(): boolean {
    const { connections } = this
    if (new Set(connections.map(({ kind }) => kind)).size > 1) return true
    const isNearby = ({ kind, roundTripMs, remote }: DirectConnection) =>
      kind === 'tcp' && (isLoopback(remote) || (roundTripMs !== null && roundTripMs < farMs))
    return connections.length === 0 || connections.some(isNearby)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const connection of this.#connections) connection.close()
    this.#onClose()
  }
}
