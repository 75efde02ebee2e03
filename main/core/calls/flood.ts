/** Bounds the work that one contact can make by calling. Has no knowledge of what a call is. */
import type { AccountId } from '../../../shared/ids.ts'

export interface Allowance {
  /** So many at once … */
  readonly burst: number
  /** … and so many each second from then on. */
  readonly perSecond: number
}

/** A token bucket for each account, as many at most as there are contacts. Times in milliseconds. */
export class FloodGate {
  readonly #allowance: Allowance
  readonly #buckets = new Map<AccountId, { left: number; at: number }>()

  constructor(allowance: Allowance) {
    this.#allowance = allowance
  }

  /** Whether one more from `account` may pass at `now`. */
  admits(account: AccountId, now: number): boolean {
    const { burst, perSecond } = this.#allowance
    const bucket = this.#buckets.get(account) ?? { left: burst, at: now }
    const left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond)
    this.#buckets.set(account, { left: left < 1 ? left : left - 1, at: now })
    return left >= 1
  }
}
