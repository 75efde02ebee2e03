/** The forms of values that several routes share. Bytes cross in JSON as base64url without padding. */
import { Type } from 'typebox'

/** base64url without padding of exactly `bytes` bytes. */
export const bytesOf = (bytes: number) => Type.String({ pattern: `^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$` })

/** base64url without padding of at most `bytes` bytes. */
export const bytesUpTo = (bytes: number) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]*$', maxLength: Math.ceil((bytes * 4) / 3) })

/** A lower-case UUID. */
export const AccountIdText = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})

export const DeviceNumber = Type.Integer({ minimum: 1, maximum: 127 })

/** libsignal's range: 14 bits, never 0. */
export const RegistrationId = Type.Integer({ minimum: 1, maximum: 16380 })

/** Case does not count; the relay keeps and answers the lower-case form. */
export const Username = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9._-]{1,31}$' })

/** libsignal public key: one type byte and 32 bytes. */
export const IdentityKey = bytesOf(33)

/** Raw Ed25519 public key. */
export const AuthKey = bytesOf(32)

/** XEdDSA or Ed25519. */
export const Signature = bytesOf(64)

/** A token or capability is 32 random bytes; the relay keeps its SHA-256 alone. */
export const Token = bytesOf(32)
export const Sha256 = bytesOf(32)

/** Milliseconds since the epoch by the relay's clock. */
export const Time = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

/** Seconds that a request may wait for a change before it is answered. */
export const WaitSeconds = Type.Integer({ minimum: 0, maximum: 60 })
