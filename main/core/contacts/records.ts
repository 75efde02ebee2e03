/** What is kept of a person after links and look-ups. Has no knowledge of where it is kept. */
import type { Contact } from '../../../shared/contract/index.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { formatAddress } from '../../../shared/invite/index.ts'
import type { RelayPlace } from '../relay/index.ts'
import type { ContactRecord } from './table.ts'

/** Of whom we have heard nothing, and thought nothing, but their name. */
export const undescribed = { nickname: '', about: '', picture: null, profileCounter: 0 } as const

/** Somebody whom a link or a look-up has named. */
export function newContact(of: {
  account: AccountId
  username: string
  displayName: string
  place: RelayPlace
  trustRoot: Uint8Array
  identityFingerprint: Uint8Array
  requestToken: Uint8Array | null
  verified: boolean
}): ContactRecord {
  const { place, verified, ...rest } = of
  return {
    ...rest,
    ...undescribed,
    state: 'pending',
    relayUrl: place.url,
    relayPin: place.pin,
    certificate: null,
    deliveryToken: null,
    verified: verified ? 1 : 0,
    introduce: 1,
    introduced: 0,
    introductionCounter: 0,
    createdAt: Date.now(),
  }
}

/** Somebody we know already; a new link is a new way to who has not answered yet. */
export function refreshed(current: ContactRecord, found: ContactRecord): ContactRecord {
  const verified = Math.max(current.verified, found.verified)
  // Who came by a link is where the link says, whatever a relay says of the name.
  if (current.deliveryToken !== null || found.verified < current.verified) return { ...current, verified }
  const { relayUrl, relayPin, trustRoot, identityFingerprint } = found
  return {
    ...current,
    verified,
    identityFingerprint,
    relayUrl,
    relayPin,
    trustRoot,
    requestToken: found.requestToken ?? current.requestToken,
  }
}

/** What is shown of a contact. */
export function shownContact(contact: ContactRecord): Omit<Contact, 'identityChanged' | 'blocked'> {
  const { account, username, displayName, nickname, about, picture, relayUrl, verified } = contact
  const ownName = displayName === '' ? username : displayName
  return {
    ...{ id: account, ownName, nickname, about, picture },
    address: formatAddress(username, relayUrl),
    name: nickname === '' ? ownName : nickname,
    verified: verified === 1,
  }
}
