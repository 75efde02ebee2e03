/**
 * Invite links: `megachat://invite/` and base64url of version byte, protobuf payload and CRC-32 (big endian) of all
 * before it. The checksum is the same in every version, so that a broken link is told from a newer one. SPEC.md M-1.
 */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire'
import { parse as parseUuid, stringify as stringifyUuid } from 'uuid'
import { AppError } from '../errors.ts'
import { AccountId } from '../ids.ts'
import { crc32 } from './crc32.ts'
import { type InvitePayload, InvitePayloadSchema } from './gen/invite_pb.js'
import { parseRelayAddress } from './relay-address.ts'

const version = 1
const checksumBytes = 4
const linkForm = /megachat:\/\/invite\/([A-Za-z0-9_-]+)/i
const tokenBytes = 32
const fingerprintBytes = 32
/** One type byte and a Curve25519 point. */
const publicKeyBytes = 33

export interface InviteLink {
  /** Origins of the inviter's relay, best first; at least one. */
  readonly relayUrls: readonly [string, ...string[]]
  /** SHA-256 of the relay's public key (SubjectPublicKeyInfo); null where a certificate authority vouches. */
  readonly relayPin: Uint8Array<ArrayBuffer> | null
  /** Serialized libsignal public key, 33 bytes. */
  readonly senderTrustRoot: Uint8Array<ArrayBuffer>
  readonly account: AccountId
  readonly username: string
  readonly displayName: string
  /** SHA-256 of the serialized identity key, 32 bytes. */
  readonly identityFingerprint: Uint8Array<ArrayBuffer>
  /** 32 bytes. */
  readonly requestToken: Uint8Array<ArrayBuffer>
  readonly registrationToken: string | null
  /** Milliseconds since the epoch; whole seconds travel. */
  readonly expiresAt: number
}

const broken = (why: string) => new AppError('invite-invalid', `invite link: ${why}`)

/** Whether `text` holds something that looks like an invite link, sound or not. */
export function holdsInviteLink(text: string): boolean {
  return /megachat:/i.test(text)
}

export function encodeInviteLink(invite: InviteLink): string {
  const payload = toBinary(
    InvitePayloadSchema,
    create(InvitePayloadSchema, {
      relayUrls: [...invite.relayUrls],
      relayPin: invite.relayPin ?? new Uint8Array(),
      senderTrustRoot: invite.senderTrustRoot,
      accountId: Uint8Array.from(parseUuid(invite.account)),
      username: invite.username,
      displayName: invite.displayName,
      identityFingerprint: invite.identityFingerprint,
      requestToken: invite.requestToken,
      registrationToken: invite.registrationToken ?? '',
      expiresAt: BigInt(Math.floor(invite.expiresAt / 1000)),
    }),
  )
  const bytes = new Uint8Array(1 + payload.length + checksumBytes)
  bytes[0] = version
  bytes.set(payload, 1)
  const end = 1 + payload.length
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end)))
  return `megachat://invite/${base64Encode(bytes, 'url')}`
}

/**
 * Reads the invite link in `text`, which may stand inside other words.
 * @param now Milliseconds since the epoch.
 * @throws AppError `invite-invalid`, `invite-newer-version` or `invite-expired`.
 */
export function decodeInviteLink(text: string, now: number): InviteLink {
  const encoded = linkForm.exec(text)?.[1]
  if (encoded === undefined) throw broken('no link found')
  const bytes = decodeBase64(encoded)
  const end = bytes.length - checksumBytes
  if (end < 1) throw broken('too short')
  const checksum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end)
  if (checksum !== crc32(bytes.subarray(0, end))) throw broken('wrong checksum')
  const found = bytes[0] ?? 0
  if (found > version) throw new AppError('invite-newer-version', 'invite link of a newer version', { version: found })
  if (found < version) throw broken('no such version')
  const invite = checked(decodePayload(bytes.subarray(1, end)))
  if (invite.expiresAt <= now) throw new AppError('invite-expired', 'invite link has expired')
  return invite
}

function decodeBase64(encoded: string): Uint8Array<ArrayBuffer> {
  try {
    return base64Decode(encoded)
  } catch (cause) {
    throw new AppError('invite-invalid', 'invite link: not base64url', {}, { cause })
  }
}

function decodePayload(bytes: Uint8Array): InvitePayload {
  try {
    return fromBinary(InvitePayloadSchema, bytes)
  } catch (cause) {
    throw new AppError('invite-invalid', 'invite link: not a payload', {}, { cause })
  }
}

function checked(payload: InvitePayload): InviteLink {
  const exact = (name: string, bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> => {
    if (bytes.length !== length) throw broken(`${name} has ${bytes.length} bytes`)
    return Uint8Array.from(bytes)
  }
  const [first, ...others] = payload.relayUrls.map(parseUrl)
  if (first === undefined) throw broken('no relay')
  if (payload.username === '') throw broken('no user name')
  return {
    relayUrls: [first, ...others],
    relayPin: payload.relayPin.length === 0 ? null : exact('pin', payload.relayPin, fingerprintBytes),
    senderTrustRoot: exact('trust root', payload.senderTrustRoot, publicKeyBytes),
    account: AccountId.parse(stringifyUuidOr(exact('account id', payload.accountId, 16))),
    username: payload.username,
    displayName: payload.displayName,
    identityFingerprint: exact('fingerprint', payload.identityFingerprint, fingerprintBytes),
    requestToken: exact('request token', payload.requestToken, tokenBytes),
    registrationToken: payload.registrationToken === '' ? null : payload.registrationToken,
    expiresAt: Number(payload.expiresAt) * 1000,
  }
}

function stringifyUuidOr(bytes: Uint8Array): string {
  try {
    return stringifyUuid(bytes)
  } catch (cause) {
    throw new AppError('invite-invalid', 'invite link: account id is no UUID', {}, { cause })
  }
}

function parseUrl(url: string): string {
  try {
    return parseRelayAddress(url)
  } catch (cause) {
    throw new AppError('invite-invalid', 'invite link: relay address', {}, { cause })
  }
}
