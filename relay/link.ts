/** The link that leads the first people to a relay; others are invited by them. */
import { encodeRelayLink } from '../shared/invite/index.ts'
import { fromBase64url } from './encoding.ts'
import type { RunningRelay } from './start.ts'

export function linkOf({ urls, pin, registrationToken }: RunningRelay): string {
  return encodeRelayLink({ relayUrls: urls, relayPin: pin === null ? null : fromBase64url(pin), registrationToken })
}
