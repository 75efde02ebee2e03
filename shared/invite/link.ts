/**
 * Links to people (`megachat://invite/`) and to relays (`megachat://relay/`): base64url of version byte, protobuf payload
 * and CRC-32 (big endian) of all before it. The checksum is the same in every version, so that a broken link is told from
 * a newer one. SPEC.md M-1.
 */
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire'
import { parse as parseUuid, stringify as stringifyUuid } from 'uuid'
import { AppError } from '../errors.ts'
import { AccountId } from '../ids.ts'
import { crc32 } from './crc32.ts'
import { type InvitePayload, InvitePayloadSchema } from './gen/invite_pb.js'
import { cleanDisplayName, usernameForm } from './names.ts'
import { parseRelayAddress } from './relay-address.ts'

const version = 1
const checksumBytes = 4
const linkForm = /megachat:\/\/(invite|relay)\/([A-Za-z0-9_-]+)/i
const tokenBytes = 32
const fingerprintBytes = 32
/** One type byte and a Curve25519 point. */
const publicKeyBytes = 33

/** Where a relay is, how it proves itself, and what lets somebody register there. */
export interface RelayLink {
  /** Origins of the relay, best first; at least one. */
  readonly relayUrls: readonly [string, ...string[]]
  /** SHA-256 of the relay's public key (SubjectPublicKeyInfo); null where a certificate authority vouches. */
  readonly relayPin: Uint8Array<ArrayBuffer> | null
  readonly registrationToken: string | null
}

/** A person at a relay. */
export interface InviteLink extends RelayLink {
  /** Serialized libsignal public key, 33 bytes. */
  readonly senderTrustRoot: Uint8Array<ArrayBuffer>
  readonly account: AccountId
  readonly username: string
  readonly displayName: string
  /** SHA-256 of the serialized identity key, 32 bytes. */
  readonly identityFingerprint: Uint8Array<ArrayBuffer>
  /** 32 bytes. */
  readonly requestToken: Uint8Array<ArrayBuffer>
  /** Milliseconds since the epoch; whole seconds travel. */
  readonly expiresAt: number
}

const broken = (why: string) => new AppError('invite-invalid', `invite link: ${why}`)

/** Whether `text` holds something that looks like a link, sound or not. */
export function holdsLink(text: string): boolean {
  return /megachat:/i.test(text)
}

export function encodeInviteLink(invite: InviteLink): string {
  return encode('invite', {
    ...relayFields(invite),
    senderTrustRoot: invite.senderTrustRoot,
    accountId: Uint8Array.from(parseUuid(invite.account)),
    username: invite.username,
    displayName: invite.displayName,
    identityFingerprint: invite.identityFingerprint,
    requestToken: invite.requestToken,
    expiresAt: BigInt(Math.floor(invite.expiresAt / 1000)),
  })
}

/** For who runs a relay: the first people have nobody yet who could invite them. It does not expire. */
export function encodeRelayLink(relay: RelayLink): string {
  return encode('relay', relayFields(relay))
}

/**
 * Reads the invite link in `text`, which may stand inside other words.
 * @param now Milliseconds since the epoch.
 * @throws AppError `invite-invalid`, `invite-newer-version` or `invite-expired`.
 */
export function decodeInviteLink(text: string, now: number): InviteLink {
  const { kind, payload } = decode(text)
  if (kind !== 'invite') throw broken('it names no person')
  const invite = checked(payload)
  if (invite.expiresAt <= now) throw new AppError('invite-expired', 'invite link has expired')
  return invite
}

/**
 * Reads a link of either kind for the relay that it names; `invite` is the person, where there is one.
 * @param now Milliseconds since the epoch.
 * @throws AppError `invite-invalid`, `invite-newer-version` or `invite-expired`.
 */
export function decodeRelayLink(text: string, now: number): { relay: RelayLink; invite: InviteLink | null } {
  const { kind, payload } = decode(text)
  if (kind === 'relay') return { relay: relayOf(payload), invite: null }
  const invite = decodeInviteLink(text, now)
  return { relay: invite, invite }
}

type Kind = 'invite' | 'relay'

const relayFields = ({ relayUrls, relayPin, registrationToken }: RelayLink) => ({
  relayUrls: [...relayUrls],
  relayPin: relayPin ?? new Uint8Array(),
  registrationToken: registrationToken ?? '',
})

function encode(kind: Kind, fields: MessageInitShape<typeof InvitePayloadSchema>): string {
  const payload = toBinary(InvitePayloadSchema, create(InvitePayloadSchema, fields))
  const bytes = new Uint8Array(1 + payload.length + checksumBytes)
  bytes[0] = version
  bytes.set(payload, 1)
  const end = 1 + payload.length
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end)))
  return `megachat://${kind}/${base64Encode(bytes, 'url')}`
}

function decode(text: string): { kind: Kind; payload: InvitePayload } {
  const [, kind, encoded] = linkForm.exec(text) ?? []
  if (kind === undefined || encoded === undefined) throw broken('no link found')
  const bytes = decodeBase64(encoded)
  const end = bytes.length - checksumBytes
  if (end < 1) throw broken('too short')
  const checksum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end)
  if (checksum !== crc32(bytes.subarray(0, end))) throw broken('wrong checksum')
  const found = bytes[0] ?? 0
  if (found > version) throw new AppError('invite-newer-version', 'invite link of a newer version', { version: found })
  if (found < version) throw broken('no such version')
  return { kind: kind.toLowerCase() === 'relay' ? 'relay' : 'invite', payload: decodePayload(bytes.subarray(1, end)) }
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

function exact(name: string, bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (bytes.length !== length) throw broken(`${name} has ${bytes.length} bytes`)
  return Uint8Array.from(bytes)
}

function relayOf({ relayUrls, relayPin, registrationToken }: InvitePayload): RelayLink {
  const [first, ...others] = relayUrls.map(parseUrl)
  if (first === undefined) throw broken('no relay')
  return {
    relayUrls: [first, ...others],
    relayPin: relayPin.length === 0 ? null : exact('pin', relayPin, fingerprintBytes),
    registrationToken: registrationToken === '' ? null : registrationToken,
  }
}

function checked(payload: InvitePayload): InviteLink {
  if (!usernameForm.test(payload.username)) throw broken('no user name')
  return {
    ...relayOf(payload),
    senderTrustRoot: exact('trust root', payload.senderTrustRoot, publicKeyBytes),
    account: AccountId.parse(stringifyUuidOr(exact('account id', payload.accountId, 16))),
    username: payload.username,
    displayName: cleanDisplayName(payload.displayName),
    identityFingerprint: exact('fingerprint', payload.identityFingerprint, fingerprintBytes),
    requestToken: exact('request token', payload.requestToken, tokenBytes),
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
