/**
 * Shares: a blob's name for those who may only read it. Sealed by the relay (AES-256-GCM), so that it says nothing of the
 * account whose blob it is, cannot be guessed, and nothing of it is stored: nonce (12 bytes) | account and blob (32) | tag (16).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { fromBase64url, toBase64url } from '../encoding.ts'
import type { BlobKey } from '../storage/store.ts'
import { formatBlobId, parseBlobId } from './blob-id.ts'

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

export class BlobShares {
  readonly #key: Uint8Array

  /** @param secret 32 bytes that only this relay knows. */
  constructor(secret: Uint8Array) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), 'megachat relay blob shares', 32))
  }

  make(blob: BlobKey): string {
    const nonce = randomBytes(nonceBytes)
    const sealing = createCipheriv(cipher, this.#key, nonce)
    const sealed = sealing.update(fromBase64url(formatBlobId(blob)))
    sealing.final()
    return toBase64url(Buffer.concat([nonce, sealed, sealing.getAuthTag()]))
  }

  /** Null for what this relay has not made. @param share 60 bytes in base64url. */
  open(share: string): BlobKey | null {
    const bytes = fromBase64url(share)
    const end = bytes.length - tagBytes
    const opening = createDecipheriv(cipher, this.#key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
    opening.setAuthTag(bytes.subarray(end))
    const id = opening.update(bytes.subarray(nonceBytes, end))
    try {
      opening.final()
    } catch {
      return null
    }
    return parseBlobId(toBase64url(id))
  }
}
