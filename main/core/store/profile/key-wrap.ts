/** Wraps the database key with another key. Has no knowledge of where that one comes from. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** AES-256-GCM (NIST SP 800-38D) with a random nonce: wrapped = nonce, ciphertext, tag. */
const nonceBytes = 12
const tagBytes = 16

/** Wraps `secret` under `key` (32 bytes); `context` binds the result to its use. */
export function wrap(secret: Uint8Array, key: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** Gives the secret back; null where key, context or bytes are not those of {@link wrap}. */
export function unwrap(wrapped: Uint8Array, key: Uint8Array, context: string): Uint8Array | null {
  if (wrapped.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context)).setAuthTag(wrapped.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    return null
  }
}

/** A value that tells a right key from a wrong one and nothing else about it (32 bytes). */
export function checkOf(key: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update('MegaChat database key check 1').digest()
}
