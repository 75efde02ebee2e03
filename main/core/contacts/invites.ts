/** Invite links of ours. Has no knowledge of what happens when somebody uses one. SPEC.md M-1, M-3. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Invite } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { encodeInviteLink } from '../../../shared/invite/index.ts'
import { routes } from '../../../shared/relay-api/index.ts'
import type { Identity } from '../identity/index.ts'
import { fingerprintOf, type RelayRoom } from '../relay/index.ts'
import type { Store } from '../store/index.ts'
import { deleteInvite, type InviteRecord, insertInvite, readInvites } from './table.ts'

/** How long a link is good. */
const inviteMs = 30 * 24 * 60 * 60 * 1000
const tokenBytes = 32

export interface InvitesOptions {
  readonly store: Store
  readonly identity: Identity
  readonly relay: Pick<RelayRoom, 'account'>
  /** What registers people at our relay; null where none is needed or we do not know it. */
  readonly registrationToken: () => string | null
}

export class Invites {
  readonly #options: InvitesOptions

  constructor(options: InvitesOptions) {
    this.#options = options
  }

  /** Those that are good, newest first. */
  list(): Invite[] {
    return readInvites(this.#options.store.db, Date.now()).map((record) => this.#shown(record))
  }

  /** Makes a link that the own relay knows. Raises the errors of the way there. */
  async create(): Promise<Invite> {
    const { store, relay } = this.#options
    const createdAt = Date.now()
    const record = { id: randomUUID(), token: randomBytes(tokenBytes), createdAt, expiresAt: createdAt + inviteMs }
    await relay.account.call(routes.putRequestToken, {
      params: { hash: hashOf(record.token) },
      json: { expiresAt: record.expiresAt },
    })
    store.transaction((tx) => insertInvite(tx, record))
    return this.#shown(record)
  }

  /** From now on nobody reaches us by this link. Raises `not-found` and the errors of the way to the relay. */
  async revoke(id: string): Promise<void> {
    const { store, relay } = this.#options
    const record = readInvites(store.db, Date.now()).find((each) => each.id === id)
    if (record === undefined) throw new AppError('not-found')
    await relay.account
      .call(routes.deleteRequestToken, { params: { hash: hashOf(record.token) } })
      .catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'not-found') throw error
      })
    store.transaction((tx) => deleteInvite(tx, id))
  }

  #shown({ id, token, createdAt, expiresAt }: InviteRecord): Invite {
    const { identity, registrationToken } = this.#options
    const { account, identityKey } = identity
    const { relay } = account
    const link = encodeInviteLink({
      relayUrls: [relay.url],
      relayPin: relay.pin === null ? null : Uint8Array.from(relay.pin),
      senderTrustRoot: Uint8Array.from(relay.senderTrustRoot),
      account: account.id,
      username: account.username,
      displayName: account.displayName,
      identityFingerprint: Uint8Array.from(fingerprintOf(identityKey)),
      requestToken: Uint8Array.from(token),
      registrationToken: registrationToken(),
      expiresAt,
    })
    return { id, link, createdAt, expiresAt }
  }
}

/** As the relay keeps it. */
const hashOf = (token: Uint8Array): string => createHash('sha256').update(token).digest('base64url')
