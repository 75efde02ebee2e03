/** Judges sender certificates. Has no knowledge of sessions or of what they carry. */
import { PublicKey, SenderCertificate } from '@signalapp/libsignal-client'
import { AccountId, DeviceId } from '../../../shared/ids.ts'
import { owned } from './bytes.ts'
import type { Address, CertificateTrust, TrustRoots } from './types.ts'

/** Clocks of two relays may differ by this much, in milliseconds. */
export const certificateGraceMs = 24 * 60 * 60 * 1000

/** The device that a certificate names; null where it names none, or says more than it should. */
export function subjectOf(certificate: SenderCertificate): Address | null {
  const account = AccountId.safeParse(certificate.senderUuid())
  const device = DeviceId.safeParse(certificate.senderDeviceId())
  // A telephone number has no place here; the relay never puts one in.
  if (!account.success || !device.success || certificate.senderE164() !== null) return null
  return { account: account.data, device: device.data }
}

/**
 * Gives whether a serialized certificate is signed under `root` and was good at `time` (milliseconds since the epoch,
 * with {@link certificateGraceMs} for clocks that differ). For judging an `unchecked` certificate later.
 */
export function isCertificateTrusted(certificate: Uint8Array, root: Uint8Array, time: number): boolean {
  try {
    const parsed = SenderCertificate.deserialize(owned(certificate))
    return isInTime(parsed, time) && isSignedUnder(parsed, root)
  } catch {
    return false
  }
}

/** Judges certificates and remembers signatures that were good: the same one comes with every message of a day. */
export class CertificateJudge {
  readonly #good = new Set<string>()

  judge(
    certificate: SenderCertificate,
    { kind, roots }: Exclude<TrustRoots, { kind: 'nobody' }>,
    time: number,
  ): CertificateTrust | 'untrusted' {
    if (!isInTime(certificate, time)) return 'untrusted'
    if (roots.some((root) => this.#isSigned(certificate, root))) return 'trusted'
    return kind === 'contact' ? 'elsewhere' : 'unchecked'
  }

  #isSigned(certificate: SenderCertificate, root: Uint8Array): boolean {
    const name = Buffer.concat([root, certificate.serialize()]).toString('base64')
    if (this.#good.has(name)) return true
    if (!isSignedUnder(certificate, root)) return false
    if (this.#good.size >= maxRemembered) this.#good.clear()
    this.#good.add(name)
    return true
  }
}

/** Remembered signatures; about 500 bytes each. */
const maxRemembered = 1000

function isInTime(certificate: SenderCertificate, time: number): boolean {
  return time <= certificate.expiration() + certificateGraceMs
}

function isSignedUnder(certificate: SenderCertificate, root: Uint8Array): boolean {
  try {
    // Time 0: how long it is good was looked at by itself.
    return certificate.validate(PublicKey.deserialize(owned(root)), 0)
  } catch {
    return false
  }
}
