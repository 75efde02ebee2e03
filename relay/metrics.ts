/** Figures for whoever runs the relay: counts and sizes, never an address, a name or an account. */
import { Counter, Gauge, Registry } from 'prom-client'

export class Metrics {
  readonly registry = new Registry()
  readonly requests: Counter<'route' | 'status'>
  readonly envelopes: Counter<'event'>
  readonly chunkBytes: Counter<'direction'>
  readonly sockets: Gauge

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
  }
}
