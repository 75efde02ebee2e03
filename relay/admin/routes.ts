/** What whoever runs a relay may ask it. Reached over `adminPlace` alone, which its owner alone may open. */
import { Type } from 'typebox'
import { route } from '../../shared/relay-api/route.ts'

export const AccountOverview = Type.Object({
  account: Type.String(),
  username: Type.String(),
  blocked: Type.Boolean(),
  devices: Type.Integer(),
  waitingEnvelopes: Type.Integer(),
  waitingBytes: Type.Integer(),
  blobBytes: Type.Integer(),
  blobLimit: Type.Union([Type.Integer(), Type.Null()]),
})
export type AccountOverview = Type.Static<typeof AccountOverview>

export const TokenOverview = Type.Object({
  /** The first digits of its hash; the token itself is shown once, when it is made. */
  id: Type.String(),
  label: Type.String(),
  expiresAt: Type.Integer(),
  uses: Type.Integer(),
})
export type TokenOverview = Type.Static<typeof TokenOverview>

export const Overview = Type.Object({
  name: Type.String(),
  urls: Type.Array(Type.String()),
  registration: Type.String(),
  sockets: Type.Integer(),
  accounts: Type.Integer(),
  devices: Type.Integer(),
  waitingEnvelopes: Type.Integer(),
  waitingBytes: Type.Integer(),
  blobBytes: Type.Integer(),
})
export type Overview = Type.Static<typeof Overview>

const Name = Type.Object({ username: Type.String() })

/** Errors: `not-found` for a name that nobody has. */
export const adminRoutes = {
  overview: route({ method: 'GET', path: '/overview', response: Overview }),
  accounts: route({
    method: 'GET',
    path: '/accounts',
    query: Type.Object({ part: Type.Optional(Type.String()), after: Type.Optional(Type.String()) }),
    response: Type.Array(AccountOverview),
  }),
  block: route({ method: 'POST', path: '/accounts/:username/block', params: Name }),
  unblock: route({ method: 'POST', path: '/accounts/:username/unblock', params: Name }),
  /** Bytes of chunks that are held for it; null for the relay's own limit. */
  limit: route({
    method: 'PUT',
    path: '/accounts/:username/limit',
    params: Name,
    body: Type.Object({ blobLimit: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]) }),
  }),
  delete: route({ method: 'DELETE', path: '/accounts/:username', params: Name }),
  /** Into a new folder of this computer. Answered when it is complete. */
  backup: route({ method: 'POST', path: '/backup', body: Type.Object({ folder: Type.String({ minLength: 1 }) }) }),
  tokens: route({ method: 'GET', path: '/tokens', response: Type.Array(TokenOverview) }),
  makeToken: route({
    method: 'POST',
    path: '/tokens',
    body: Type.Object({
      label: Type.String({ maxLength: 100 }),
      uses: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      expiresAt: Type.Integer(),
    }),
    response: Type.Object({ id: Type.String(), link: Type.String() }),
  }),
  deleteToken: route({ method: 'DELETE', path: '/tokens/:id', params: Type.Object({ id: Type.String() }) }),
}
