/** The relays that this core talks to without an account: one client for each relay and use, made when first needed. */
import { RelayHttp } from './http.ts'
import type { ProxyFor } from './proxy.ts'

/** Where a relay answers and how it proves that it is the right one. */
export interface RelayPlace {
  /** Origin. */
  readonly url: string
  /** SHA-256 of the relay's SubjectPublicKeyInfo, 32 bytes; null where a certificate authority vouches. */
  readonly pin: Uint8Array | null
}

/**
 * Uses that must not share connections: an envelope does not wait behind a chunk, and the relay does not see by the
 * connection who delivers (account calls have a client of their own).
 */
export type RelayUse = 'delivery' | 'blobs' | 'lookup'

/** Deliveries in flight on one connection: they arrive in the order in which they were sent, without a round trip each. */
const deliveryPipelining = 32

export class Relays {
  readonly proxyFor: ProxyFor
  readonly #clients = new Map<string, RelayHttp>()

  constructor(proxyFor: ProxyFor) {
    this.proxyFor = proxyFor
  }

  at(place: RelayPlace, use: RelayUse): RelayHttp {
    const key = `${use} ${place.url} ${place.pin === null ? '' : Buffer.from(place.pin).toString('hex')}`
    let client = this.#clients.get(key)
    if (client === undefined) {
      const { proxyFor } = this
      client = new RelayHttp(
        place,
        use === 'delivery' ? { proxyFor, pipelining: deliveryPipelining, connections: 4 } : { proxyFor },
      )
      this.#clients.set(key, client)
    }
    return client
  }

  /** See `RelayHttp.reset`. */
  reset(): void {
    for (const client of this.#clients.values()) client.reset()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()))
    this.#clients.clear()
  }
}
