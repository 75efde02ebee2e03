/** The link that leads the first people to a relay; others are invited by them. */
import { encodeRelayLink } from '../shared/invite/index.ts'
import { fromBase64url } from './encoding.ts'

interface Place {
  readonly urls: readonly [string, ...string[]]
  /** base64url. */
  readonly pin: string | null
  readonly registrationToken: string | null
}

export function linkOf({ urls, pin, registrationToken }: Place): string {
  return encodeRelayLink({ relayUrls: urls, relayPin: pin === null ? null : fromBase64url(pin), registrationToken })
}
