/** What anybody may ask a relay: who it is, and who has a name there. Has no knowledge of contacts. */
import { lookup } from 'node:dns/promises'
import { AppError } from '../../../shared/errors.ts'
import { AccountId } from '../../../shared/ids.ts'
import { type Info, protocolVersion, routes } from '../../../shared/relay-api/index.ts'
import type { RelayHttp } from './http.ts'
import type { RelayPlace } from './relays.ts'

export interface FoundPerson {
  readonly account: AccountId
  /** Serialized libsignal public key, 33 bytes. */
  readonly identityKey: Uint8Array
}

/**
 * @throws AppError `relay-unreachable`, `not-a-relay` where something else than a relay answers,
 * `relay-version-unsupported`, and the errors of the certificate.
 */
export async function fetchInfo(http: RelayHttp): Promise<Info> {
  const info = await http.call(routes.info).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'relay-refused' || error.code === 'not-found'))
      throw new AppError('not-a-relay', 'something else than a relay answers', {}, { cause: error })
    throw error
  })
  const { min, max } = info.protocol
  if (protocolVersion < min || protocolVersion > max)
    throw new AppError('relay-version-unsupported', 'no protocol version in common', { min, max })
  return info
}

/** The address and UDP port of a relay's STUN answers; null where it gives none. Raises like {@link fetchInfo}. */
export async function findStun(http: RelayHttp, { url }: RelayPlace): Promise<{ host: string; port: number } | null> {
  const { stunPort } = await fetchInfo(http)
  if (stunPort === undefined) return null
  const { address } = await lookup(new URL(url).hostname.replace(/^\[|\]$/g, ''))
  return { host: address, port: stunPort }
}

/** @throws AppError `contact-unknown` where nobody has the name, and the errors of the way there. */
export async function findPerson(http: RelayHttp, username: string): Promise<FoundPerson> {
  const found = await http.call(routes.findByName, { params: { username } }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') throw new AppError('contact-unknown')
    throw error
  })
  return { account: AccountId.parse(found.accountId), identityKey: Buffer.from(found.identityKey, 'base64url') }
}
