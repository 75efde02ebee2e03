/** What a user may type to name somebody or some relay: an invite link, `name@relay`, `name`, or an address. */
import { AppError } from '../errors.ts'
import { decodeInviteLink, decodeRelayLink, holdsLink, type InviteLink, type RelayLink } from './link.ts'
import { usernameForm } from './names.ts'
import { parseRelayAddress } from './relay-address.ts'

export type PersonReference =
  | { readonly kind: 'invite'; readonly invite: InviteLink }
  /** `relayUrl` is null for a plain name: somebody at the own relay. */
  | { readonly kind: 'name'; readonly username: string; readonly relayUrl: string | null }

export type RelayReference =
  /** `invite`: the person that the link comes from, where it is one of a person. */
  | { readonly kind: 'link'; readonly relay: RelayLink; readonly invite: InviteLink | null }
  | { readonly kind: 'address'; readonly relayUrl: string }

/**
 * @param now Milliseconds since the epoch.
 * @throws AppError `invite-invalid`, `invite-newer-version`, `invite-expired`, `username-invalid`, `relay-address-invalid`.
 */
export function parsePerson(text: string, now: number): PersonReference {
  if (holdsLink(text)) return { kind: 'invite', invite: decodeInviteLink(text, now) }
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf('@')
  const username = (at <= 0 ? trimmed.replace(/^@/, '') : trimmed.slice(0, at)).toLowerCase()
  if (!usernameForm.test(username)) throw new AppError('username-invalid')
  return { kind: 'name', username, relayUrl: at <= 0 ? null : parseRelayAddress(trimmed.slice(at + 1)) }
}

/**
 * @param now Milliseconds since the epoch.
 * @throws AppError `invite-invalid`, `invite-newer-version`, `invite-expired`, `relay-address-invalid`.
 */
export function parseRelay(text: string, now: number): RelayReference {
  if (holdsLink(text)) return { kind: 'link', ...decodeRelayLink(text, now) }
  return { kind: 'address', relayUrl: parseRelayAddress(text) }
}
