/** Asking for a message again: what names the lost envelope, and what the session needs. */
import { DecryptionErrorMessage, SessionRecord } from '@signalapp/libsignal-client'
import { owned } from './bytes.ts'
import type { Overlay } from './overlay.ts'
import type { Address } from './types.ts'

/**
 * The number by which a resend request names an envelope: the time in its id (UUIDv7, RFC 9562 §5.7: the first 48 bits,
 * milliseconds since the epoch), because a DecryptionErrorMessage has room for a timestamp alone.
 */
export function resendReference(envelopeId: Uint8Array): number {
  if (envelopeId.length !== 16) throw new RangeError('an envelope id has 16 bytes')
  return Buffer.from(envelopeId.buffer, envelopeId.byteOffset, 6).readUIntBE(0, 6)
}

/** See {@link Protocol.takeResendRequest}. */
export function takeResendRequest(
  overlay: Overlay,
  local: Address,
  from: Address,
  request: Uint8Array,
): { readonly reference: number } | null {
  const parsed = parse(request)
  if (parsed === null || parsed.device !== local.device) return null
  const { ratchetKey, reference } = parsed
  // A request about an older session must not throw away the one that works by now.
  if (ratchetKey !== undefined && overlay.session(from)?.currentRatchetKeyMatches(ratchetKey) === true) {
    archiveSession(overlay, from)
  }
  return { reference }
}

/** See {@link Protocol.archiveSession}. */
export function archiveSession(overlay: Overlay, address: Address): void {
  const record = overlay.session(address)
  if (record === null) return
  // A copy: layers below still hold the record itself.
  const archived = SessionRecord.deserialize(record.serialize())
  archived.archiveCurrentState()
  overlay.setSession(address, archived)
}

/** Null for what is no request. libsignal raises at reading, too: for a time that a double does not hold. */
function parse(request: Uint8Array) {
  try {
    const message = DecryptionErrorMessage.deserialize(owned(request))
    return { device: message.deviceId(), ratchetKey: message.ratchetKey(), reference: message.timestamp() }
  } catch {
    return null
  }
}
