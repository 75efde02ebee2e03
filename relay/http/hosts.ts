/**
 * By which names clients reach the relay. What a device signs names the host, so a name that is not ours may not count:
 * another relay could pass on what was signed for it.
 */
import { hostname, networkInterfaces } from 'node:os'
import { isLoopback, isWildcard, type Settings } from '../settings.ts'

/** Milliseconds that the addresses of this computer are remembered. */
const memoryMs = 5000

export class Hosts {
  readonly #settings: Settings
  readonly #scheme: 'http' | 'https'
  readonly #outward: string | null
  #port = 0
  #known: ReadonlySet<string> = new Set()
  #knownUntil = 0

  /** @param outward The address that others reach first, as far as is known. */
  constructor(settings: Settings, outward: string | null) {
    this.#settings = settings
    this.#outward = outward
    this.#scheme = settings.tls === 'none' ? 'http' : 'https'
  }

  listening(port: number): void {
    this.#port = port
    this.#knownUntil = 0
  }

  /** Base URLs, the best for others first. */
  get urls(): readonly [string, ...string[]] {
    const { publicUrl } = this.#settings
    const own = this.#names().map((name) => `${this.#scheme}://${this.#hostOf(name)}`)
    const [first, ...others] = publicUrl === undefined ? own : [new URL(publicUrl).origin, ...own]
    return [first ?? `${this.#scheme}://127.0.0.1:${this.#port}`, ...others]
  }

  /** The part after `@` in the addresses of this relay's accounts. */
  get publicHost(): string {
    return new URL(this.urls[0]).host
  }

  /** The host that a request names, as a client signs it; null where it is not ours. */
  accept(header: string | undefined): string | null {
    const host = header?.toLowerCase() ?? ''
    if (Date.now() >= this.#knownUntil) {
      this.#known = this.#collect()
      this.#knownUntil = Date.now() + memoryMs
    }
    return this.#known.has(host) ? host : null
  }

  /** Names in the certificate. */
  get certificateNames(): readonly string[] {
    return [...new Set([...this.#names().map((name) => name.replace(/^\[|\]$/g, '')), 'localhost'])]
  }

  #collect(): Set<string> {
    const { host, hosts } = this.#settings
    const extra = isLoopback(host) || isWildcard(host) ? ['127.0.0.1', 'localhost', '[::1]'] : []
    const here = isWildcard(host) ? [hostname().toLowerCase(), `${hostname().toLowerCase()}.local`] : []
    const named = [...this.#names(), ...extra, ...here].map((name) => this.#hostOf(name))
    const given = hosts.map((name) => (/:\d+$/.test(name) ? name.toLowerCase() : this.#hostOf(name)))
    return new Set([...this.urls.map((url) => new URL(url).host), ...named, ...given])
  }

  /** Names and addresses without port, those that others reach first. */
  #names(): string[] {
    const { host } = this.#settings
    if (!isWildcard(host)) return [host.includes(':') && !host.startsWith('[') ? `[${host}]` : host]
    const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
    const outside = found.filter(({ internal, scopeid }) => !internal && !scopeid)
    const v4 = outside.filter(({ family }) => family === 'IPv4').map(({ address }) => address)
    const v6 = outside.filter(({ family }) => family === 'IPv6').map(({ address }) => `[${address}]`)
    const first = v4.filter((address) => address === this.#outward)
    const others = v4.filter((address) => address !== this.#outward)
    return [...first, ...others, ...(host === '::' ? v6 : []), '127.0.0.1']
  }

  #hostOf(name: string): string {
    return new URL(`${this.#scheme}://${name}:${this.#port}`).host
  }
}
