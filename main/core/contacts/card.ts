/** How a person is handed on, on the wire. Pure. */
import { create } from '@bufbuild/protobuf'
import type { ContactCard } from '../../../shared/contract/index.ts'
import { cleanDisplayName, formatAddress, usernameForm } from '../../../shared/invite/index.ts'
import { ContactCardSchema, type ContactCard as WireCard } from '../../../shared/wire/gen/content_pb.js'
import { accountIdOf, idBytes } from '../relay/index.ts'
import { relayUrlOf } from './introductions.ts'

const hashBytes = 32

export function writeCard({ name, username, account, identityFingerprint, relayUrl, relayPin }: ContactCard): WireCard {
  return create(ContactCardSchema, {
    ...{ displayName: name, username, relayUrl },
    account: idBytes(account),
    identityFingerprint: fromText(identityFingerprint),
    relayPin: relayPin === null ? new Uint8Array() : fromText(relayPin),
  })
}

/** Null where anything in it has not the form that it must have: nobody could be written to. */
export function readCard(card: WireCard): ContactCard | null {
  const { username, identityFingerprint, relayPin } = card
  const account = accountIdOf(card.account)
  const relayUrl = relayUrlOf(card.relayUrl)
  if (account === null || relayUrl === null || !usernameForm.test(username)) return null
  if (identityFingerprint.length !== hashBytes || (relayPin.length !== 0 && relayPin.length !== hashBytes)) return null
  const name = cleanDisplayName(card.displayName)
  return {
    ...{ account, username, relayUrl },
    name: name === '' ? username : name,
    address: formatAddress(username, relayUrl),
    relayPin: relayPin.length === 0 ? null : toText(relayPin),
    identityFingerprint: toText(identityFingerprint),
  }
}

/** base64url */
export const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
export const fromText = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'))
