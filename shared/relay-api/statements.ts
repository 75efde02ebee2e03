/**
 * The bytes that a device or an identity key signs for a relay. Pure: no keys, no clock.
 * Each statement is a fixed context string and fields, every one preceded by its length (2 bytes, big-endian), so that
 * no two statements have the same bytes. The host keeps a relay from using what was signed for it at another.
 */
import { protocolVersion } from './limits.ts'

const utf8 = new TextEncoder()

function statement(context: string, fields: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const parts = [context, ...fields].map((field) => (typeof field === 'string' ? utf8.encode(field) : field))
  const bytes = new Uint8Array(parts.reduce((length, part) => length + 2 + part.length, 0))
  const view = new DataView(bytes.buffer)
  let offset = 0
  for (const part of parts) {
    if (part.length > 0xffff) throw new RangeError('a field of a statement is longer than 65535 bytes')
    view.setUint16(offset, part.length)
    bytes.set(part, offset + 2)
    offset += 2 + part.length
  }
  return bytes
}

export interface AuthenticationStatement {
  /** `new URL(relayUrl).host`: lower case, with the port where it is not the usual one. */
  readonly host: string
  /** The path that is asked for: `/v1/tickets`. */
  readonly path: string
  readonly account: string
  readonly device: number
  /** Milliseconds since the epoch, as the relay gave it with the nonce. */
  readonly expiresAt: number
  /** As the relay gave it, in base64url. */
  readonly nonce: string
}

/** What the device's Ed25519 key signs for a ticket. */
export const authenticationStatement = (of: AuthenticationStatement): Uint8Array<ArrayBuffer> =>
  statement('MegaChat relay authentication', [
    of.host,
    of.path,
    String(protocolVersion),
    of.account,
    String(of.device),
    String(of.expiresAt),
    of.nonce,
  ])

export interface RegistrationStatement {
  readonly host: string
  /** Lower case. */
  readonly username: string
  readonly account: string
  readonly device: number
  readonly registrationId: number
  /** The device's raw Ed25519 public key, 32 bytes. */
  readonly authKey: Uint8Array
}

/** What the identity key signs (XEdDSA) to register its account and first device at one relay under one name. */
export const registrationStatement = (of: RegistrationStatement): Uint8Array<ArrayBuffer> =>
  statement('MegaChat relay registration', [
    of.host,
    String(protocolVersion),
    of.username,
    of.account,
    String(of.device),
    String(of.registrationId),
    of.authKey,
  ])

export interface ReplacementStatement extends Omit<RegistrationStatement, 'username'> {
  /** Milliseconds since the epoch, as the relay gave it with the nonce. */
  readonly expiresAt: number
  /** As the relay gave it, in base64url. */
  readonly nonce: string
}

/** What the identity key signs (XEdDSA) to go on with a device of its account under new keys. */
export const replacementStatement = (of: ReplacementStatement): Uint8Array<ArrayBuffer> =>
  statement('MegaChat relay device replacement', [
    of.host,
    String(protocolVersion),
    of.account,
    String(of.device),
    String(of.registrationId),
    of.authKey,
    String(of.expiresAt),
    of.nonce,
  ])
