/** What an Introduction says, once its forms have been checked. Pure. */
import { cleanDisplayName, parseRelayAddress, usernameForm } from '../../../shared/invite/index.ts'
import type { Introduction } from '../../../shared/wire/gen/content_pb.js'

const pinBytes = 32
const tokenBytes = 32
const publicKeyBytes = 33

export interface Introduced {
  readonly displayName: string
  readonly username: string
  readonly relayUrl: string
  readonly relayPin: Uint8Array | null
  readonly trustRoot: Uint8Array
  readonly deliveryToken: Uint8Array
}

/** Null where anything in it has not the form that it must have: then there would be no way to answer. */
export function readIntroduction(introduction: Introduction): Introduced | null {
  const { username, relayUrl, relayPin, senderTrustRoot, deliveryToken } = introduction
  if (!usernameForm.test(username)) return null
  if (relayPin.length !== 0 && relayPin.length !== pinBytes) return null
  if (senderTrustRoot.length !== publicKeyBytes || deliveryToken.length !== tokenBytes) return null
  const url = relayUrlOf(relayUrl)
  if (url === null) return null
  return {
    displayName: cleanDisplayName(introduction.displayName),
    username,
    relayUrl: url,
    relayPin: relayPin.length === 0 ? null : relayPin,
    trustRoot: senderTrustRoot,
    deliveryToken,
  }
}

/** Null for what is no address of a relay. */
export function relayUrlOf(text: string): string | null {
  try {
    return parseRelayAddress(text)
  } catch {
    return null
  }
}
