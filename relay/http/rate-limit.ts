/** Rate limits by the generic cell rate algorithm (ITU-T I.371): one number for each key. Forgets at a restart. */
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { Rate, Rates } from '../settings.ts'

/** Keys remembered at most; beyond that those that have recovered are forgotten, then the oldest… */
const maxKeys = 50_000
/** …down to so many, lest each further key asks for another look at all of them. */
const keptKeys = 40_000

export class RateLimiter {
  readonly #intervalMs: number
  readonly #toleranceMs: number
  /** Key to theoretical arrival time, in milliseconds. */
  readonly #arrivals = new Map<string, number>()

  constructor({ burst, perMinute }: Rate) {
    this.#intervalMs = 60_000 / perMinute
    this.#toleranceMs = this.#intervalMs * (burst - 1)
  }

  /** Milliseconds until it is allowed; 0: it is, and counts. */
  take(key: string, now: number): number {
    const arrival = Math.max(this.#arrivals.get(key) ?? 0, now)
    const wait = arrival - this.#toleranceMs - now
    if (wait > 0) return Math.ceil(wait)
    this.#arrivals.delete(key)
    this.#arrivals.set(key, arrival + this.#intervalMs)
    if (this.#arrivals.size > maxKeys) this.#forget(now)
    return 0
  }

  #forget(now: number): void {
    for (const [key, arrival] of this.#arrivals) if (arrival <= now) this.#arrivals.delete(key)
    for (const key of this.#arrivals.keys()) {
      if (this.#arrivals.size <= keptKeys) return
      this.#arrivals.delete(key)
    }
  }
}

export class RateLimits {
  readonly #limiters: Readonly<Record<keyof Rates, RateLimiter>>

  constructor(rates: Rates) {
    const limiters = Object.entries(rates).map(([name, rate]) => [name, new RateLimiter(rate)])
    this.#limiters = Object.fromEntries(limiters) as Record<keyof Rates, RateLimiter>
  }

  /** @throws Refusal `rate-limited`, with the time to wait. */
  take(name: keyof Rates, key: string): void {
    const retryAfterMs = this.#limiters[name].take(key, Date.now())
    if (retryAfterMs > 0) throw new Refusal('rate-limited', 'too many requests', { retryAfterMs })
  }
}

/** Where a request comes from, as far as one person can have it: an IPv4 address, or 64 bits of an IPv6 address. */
export function origin({ ip }: FastifyRequest): string {
  if (!ip.includes(':') || ip.includes('.')) return ip
  const [head = '', tail] = ip.split('::')
  const groups = head.split(':')
  if (tail !== undefined) while (groups.length < 4) groups.push('0')
  return groups.slice(0, 4).join(':')
}
