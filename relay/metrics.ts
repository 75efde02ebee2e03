/** Figures for whoever runs the relay: counts and sizes, never an address, a name or an account. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Store, Totals } from './storage/store.ts'

/** Milliseconds that the totals of the store are good for: they are counted over all accounts. */
const totalsMs = 60_000

export class Metrics {
  readonly registry = new Registry()
  readonly requests: Counter<'route' | 'status'>
  readonly envelopes: Counter<'event'>
  readonly chunkBytes: Counter<'direction'>
  readonly sockets: Gauge
  readonly seconds: Histogram<'route'>
  readonly #totals: Readonly<Record<keyof Totals, Gauge>>
  #totalsUntil = 0
  #asked = false

  constructor() {
    const registers = [this.registry]
    this.requests = new Counter({
      name: 'megachat_relay_requests_total',
      help: 'HTTP requests by route and status',
      labelNames: ['route', 'status'],
      registers,
    })
    this.envelopes = new Counter({
      name: 'megachat_relay_envelopes_total',
      help: 'Envelopes accepted, given to a device, acknowledged; ephemeral ones given to a device or to nobody',
      labelNames: ['event'],
      registers,
    })
    this.chunkBytes = new Counter({
      name: 'megachat_relay_chunk_bytes_total',
      help: 'Bytes of chunks taken in and given out',
      labelNames: ['direction'],
      registers,
    })
    this.sockets = new Gauge({
      name: 'megachat_relay_sockets',
      help: 'Devices that are connected',
      registers,
    })
    // A request that waits for something to come is as long as it waits.
    this.seconds = new Histogram({
      name: 'megachat_relay_request_seconds',
      help: 'Seconds from a request to its answer, by route',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    })
    const total = (name: string, help: string) => new Gauge({ name: `megachat_relay_${name}`, help, registers })
    this.#totals = {
      accounts: total('accounts', 'Accounts'),
      devices: total('devices', 'Devices of all accounts'),
      waitingEnvelopes: total('waiting_envelopes', 'Envelopes that wait'),
      waitingBytes: total('waiting_bytes', 'Bytes of envelopes that wait'),
      blobBytes: total('blob_bytes', 'Bytes of chunks that wait'),
    }
  }

  /** All figures in the text format of Prometheus. */
  async text(store: Pick<Store, 'totals'>): Promise<string> {
    // Those of Node watch the event loop: only where somebody asks.
    if (!this.#asked) collectDefaultMetrics({ register: this.registry })
    this.#asked = true
    if (Date.now() >= this.#totalsUntil) {
      this.#totalsUntil = Date.now() + totalsMs
      for (const [name, value] of Object.entries(await store.totals())) this.#totals[name as keyof Totals].set(value)
    }
    return this.registry.metrics()
  }
}
