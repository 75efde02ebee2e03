/** Nonces that a device signs: made without being remembered, good once and for a minute. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Nonce } from '../../shared/relay-api/index.ts'
import { toBase64url } from '../encoding.ts'

const nonceMs = 60_000
const randomLength = 16

export class Nonces {
  readonly #key: Uint8Array
  /** Nonces that were used, to the time they would have run out. */
  readonly #used = new Map<string, number>()

  constructor(key: Uint8Array) {
    this.#key = key
  }

  make(now: number): Nonce {
    const random = randomBytes(randomLength)
    const expiresAt = now + nonceMs
    return { nonce: toBase64url(Buffer.concat([random, this.#mac(random, expiresAt)])), expiresAt }
  }

  /** Whether it was made here for this expiry, has not run out and is used for the first time. */
  use({ nonce, expiresAt }: Nonce, now: number): boolean {
    const bytes = Buffer.from(nonce, 'base64url')
    const random = bytes.subarray(0, randomLength)
    const mac = this.#mac(random, expiresAt)
    const given = bytes.subarray(randomLength)
    if (given.length !== mac.length || !timingSafeEqual(given, mac) || expiresAt <= now) return false
    for (const [used, until] of this.#used) {
      if (until > now) break
      this.#used.delete(used)
    }
    const canonical = toBase64url(bytes)
    if (this.#used.has(canonical)) return false
    this.#used.set(canonical, expiresAt)
    return true
  }

  #mac(random: Uint8Array, expiresAt: number): Buffer {
    const mac = createHmac('sha256', this.#key).update('nonce').update(random).update(String(expiresAt))
    return mac.digest().subarray(0, 16)
  }
}
