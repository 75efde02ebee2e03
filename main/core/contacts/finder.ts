/** Looks people up, by link or by name, at their relays. Has no knowledge of what is kept of them. */
import { AppError, errorCodeOf } from '../../../shared/errors.ts'
import type { InviteLink } from '../../../shared/invite/index.ts'
import type { Identity } from '../identity/index.ts'
import { isCertificateTrusted } from '../protocol/index.ts'
import { fetchInfo, findPerson, fingerprintOf, type RelayPlace, type Relays } from '../relay/index.ts'
import { newContact } from './records.ts'
import type { ContactRecord } from './table.ts'

export interface NameReference {
  readonly username: string
  /** Null for the own relay. */
  readonly relayUrl: string | null
  /** SHA-256 of the relay's key, 32 bytes, where somebody has named it. */
  readonly relayPin?: Uint8Array | null
}

type Named = Pick<ContactRecord, 'account' | 'username' | 'relayUrl' | 'relayPin' | 'identityFingerprint'>

export class Finder {
  readonly #identity: Identity
  readonly #relays: Relays

  constructor(identity: Identity, relays: Relays) {
    this.#identity = identity
    this.#relays = relays
  }

  /** Raises `invite-own`. */
  async byInvite(invite: InviteLink): Promise<ContactRecord> {
    if (invite.account === this.#identity.account.id) throw new AppError('invite-own')
    const place = this.#placeOf(await this.#reachable(invite), invite.senderTrustRoot)
    return newContact({
      account: invite.account,
      username: invite.username,
      displayName: invite.displayName,
      place,
      trustRoot: invite.senderTrustRoot,
      identityFingerprint: invite.identityFingerprint,
      requestToken: invite.requestToken,
      verified: true,
    })
  }

  /** Raises `invite-own`, `contact-unknown` and those of the way to the relay. */
  async byName({ username, relayUrl, relayPin = null }: NameReference): Promise<ContactRecord> {
    const { relay: home, username: ownName, id } = this.#identity.account
    const place = relayUrl === null || relayUrl === home.url ? home : { url: relayUrl, pin: relayPin }
    if (place === home && username === ownName) throw new AppError('invite-own')
    const http = this.#relays.at(place, 'lookup')
    const trustRoot =
      place === home ? home.senderTrustRoot : Buffer.from((await fetchInfo(http)).senderTrustRoot, 'base64url')
    const { account, identityKey } = await findPerson(http, username)
    if (account === id) throw new AppError('invite-own')
    return newContact({
      account,
      username,
      displayName: '',
      place: this.#placeOf(place, trustRoot),
      trustRoot,
      identityFingerprint: fingerprintOf(identityKey),
      requestToken: null,
      verified: false,
    })
  }

  /** The root of the stranger's relay, after it has been seen that the relay knows them and signed their certificate. */
  async vouchedRoot(stranger: ContactRecord): Promise<Uint8Array> {
    const { relayUrl: url, relayPin: pin, certificate, createdAt } = stranger
    const http = this.#relays.at({ url, pin }, 'lookup')
    const root = stranger.trustRoot ?? Buffer.from((await fetchInfo(http)).senderTrustRoot, 'base64url')
    if (certificate !== null && !isCertificateTrusted(certificate, root, createdAt))
      throw new AppError('contact-unknown', 'their relay has not signed their certificate')
    if (!(await this.belongs(stranger))) throw new AppError('contact-unknown', 'their name is not theirs')
    return root
  }

  /** Whether their relay says that this name belongs to this account and this identity. Raises the errors of the way there. */
  async belongs({ account, username, relayUrl: url, relayPin: pin, identityFingerprint }: Named): Promise<boolean> {
    const found = await findPerson(this.#relays.at({ url, pin }, 'lookup'), username).catch((error: unknown) => {
      if (errorCodeOf(error) === 'contact-unknown') return null
      throw error
    })
    return (
      found?.account === account && fingerprintOf(found.identityKey).equals(identityFingerprint ?? new Uint8Array())
    )
  }

  /** The first address of the link that answers; the first of all where none does, since it may answer later. */
  async #reachable({ relayUrls, relayPin }: InviteLink): Promise<RelayPlace> {
    const [first, ...others] = relayUrls.map((url) => ({ url, pin: relayPin }))
    for (const place of others.length === 0 ? [] : [first, ...others]) {
      if (place === undefined) continue
      const answers = await fetchInfo(this.#relays.at(place, 'lookup')).catch(() => null)
      if (answers !== null) return place
    }
    return first ?? { url: relayUrls[0], pin: relayPin }
  }

  /** Our own relay is reached the way we reach it, whatever others call it. */
  #placeOf(place: RelayPlace, trustRoot: Uint8Array): RelayPlace {
    const { relay: home } = this.#identity.account
    return Buffer.compare(home.senderTrustRoot, trustRoot) === 0 ? { url: home.url, pin: home.pin } : place
  }
}
