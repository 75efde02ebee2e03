/** Nonces that a device signs: made without being remembered, good for a minute. The store knows which were used. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Nonce } from '../../shared/relay-api/index.ts'
import { toBase64url } from '../encoding.ts'

const nonceMs = 60_000
const randomLength = 16

export class Nonces {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  make(now: number): Nonce {
    const random = randomBytes(randomLength)
    const expiresAt = now + nonceMs
    return { nonce: toBase64url(Buffer.concat([random, this.#mac(random, expiresAt)])), expiresAt }
  }

  /** The nonce's bytes where it was made with this key for this expiry and has not run out; null else. */
  checked({ nonce, expiresAt }: Nonce, now: number): Uint8Array | null {
    const bytes = Buffer.from(nonce, 'base64url')
    const mac = this.#mac(bytes.subarray(0, randomLength), expiresAt)
    const given = bytes.subarray(randomLength)
    if (given.length !== mac.length || !timingSafeEqual(given, mac) || expiresAt <= now) return null
    return Uint8Array.from(bytes)
  }

  #mac(random: Uint8Array, expiresAt: number): Buffer {
    const mac = createHmac('sha256', this.#key).update('nonce').update(random).update(String(expiresAt))
    return mac.digest().subarray(0, 16)
  }
}
