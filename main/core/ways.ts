/** By which way this core reaches relays: the host says so for each connection. */
import type { CoreHost } from './host.ts'
import type { ProxyFor } from './relay/index.ts'

export class Ways {
  readonly #host: Pick<CoreHost, 'proxyFor'>
  #hidden = false

  constructor(host: Pick<CoreHost, 'proxyFor'>) {
    this.#host = host
  }

  /** Relays are reached through a proxy of the user's choice: then nothing may go past it and show the computer's address. */
  get hidden(): boolean {
    return this.#hidden
  }

  readonly proxyFor: ProxyFor = async (relayUrl) => {
    const way = await this.#host.proxyFor(relayUrl)
    this.#hidden = way?.chosen ?? false
    return way?.proxy ?? null
  }
}
