/** Routes of the relay itself, of accounts and of the tokens that let others reach them. */
import { Type } from 'typebox'
import { Limits } from './limits.ts'
import { route } from './route.ts'
import {
  AccountIdText,
  AuthKey,
  bytesUpTo,
  DeviceNumber,
  IdentityKey,
  RegistrationId,
  Sha256,
  Signature,
  Time,
  Username,
} from './values.ts'

export const Info = Type.Object({
  name: Type.String(),
  /** The part after `@` in the addresses of this relay's accounts: host, and port where it is not the usual one. */
  host: Type.String(),
  protocol: Type.Object({ min: Type.Integer(), max: Type.Integer() }),
  registration: Type.Union([Type.Literal('open'), Type.Literal('token'), Type.Literal('closed')]),
  /** libsignal public key that this relay's sender certificates chain to. */
  senderTrustRoot: IdentityKey,
  /** UDP port of the STUN answers at the relay's address; absent where there are none. */
  stunPort: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  limits: Limits,
})
export type Info = Type.Static<typeof Info>

export const Nonce = Type.Object({ nonce: bytesUpTo(64), expiresAt: Time })
export type Nonce = Type.Static<typeof Nonce>

export const Registration = Type.Object({
  username: Type.String({ maxLength: 256 }),
  accountId: AccountIdText,
  identityKey: IdentityKey,
  device: Type.Object({ id: DeviceNumber, registrationId: RegistrationId, authKey: AuthKey }),
  /** Signature of the identity key over `registrationStatement`. */
  proof: Signature,
  deliveryTokenHash: Sha256,
  /** From the relay's invite, where the relay asks for one. */
  registrationToken: Type.Optional(Type.String({ maxLength: 128 })),
})
export type Registration = Type.Static<typeof Registration>

export const DeviceReplacement = Type.Object({
  accountId: AccountIdText,
  device: Type.Object({ id: DeviceNumber, registrationId: RegistrationId, authKey: AuthKey }),
  nonce: bytesUpTo(64),
  expiresAt: Time,
  /** Signature of the identity key over `replacementStatement`. */
  proof: Signature,
})
export type DeviceReplacement = Type.Static<typeof DeviceReplacement>

export const TicketRequest = Type.Object({
  accountId: AccountIdText,
  device: DeviceNumber,
  nonce: bytesUpTo(64),
  expiresAt: Time,
  /** Signature of the device's Ed25519 key over `authenticationStatement`. */
  signature: Signature,
})
export type TicketRequest = Type.Static<typeof TicketRequest>

export const Ticket = Type.Object({ ticket: Type.String(), expiresAt: Time })
export type Ticket = Type.Static<typeof Ticket>

export const FoundAccount = Type.Object({ accountId: AccountIdText, identityKey: IdentityKey })
export type FoundAccount = Type.Static<typeof FoundAccount>

export const SenderCertificateAnswer = Type.Object({
  /** libsignal SenderCertificate; its senderE164 is null. */
  certificate: bytesUpTo(1024),
  expiresAt: Time,
})
export type SenderCertificateAnswer = Type.Static<typeof SenderCertificateAnswer>

/** RTCIceServer, as the renderer takes it. */
export const TurnServers = Type.Object({
  servers: Type.Array(
    Type.Object({
      urls: Type.Array(Type.String()),
      username: Type.Optional(Type.String()),
      credential: Type.Optional(Type.String()),
    }),
  ),
  /** When the credentials run out; null where there are none. */
  expiresAt: Type.Union([Time, Type.Null()]),
})
export type TurnServers = Type.Static<typeof TurnServers>

export const accountRoutes = {
  info: route({ method: 'GET', path: '/v1/info', response: Info }),
  /** A nonce serves once, until `expiresAt`. */
  nonce: route({ method: 'GET', path: '/v1/nonce', response: Nonce }),
  /** The same registration again is answered like the first; `device-replaced` where the device has other keys by now. */
  register: route({
    method: 'POST',
    path: '/v1/accounts',
    body: Registration,
    errors: [
      'username-invalid',
      'username-taken',
      'device-replaced',
      'registration-closed',
      'registration-token-needed',
      'rate-limited',
      'unauthorized',
    ],
  }),
  /**
   * The profile goes on at another computer: from now on the device has these keys, its prekeys are gone, and whoever had
   * the ones before is shut out. What waits for it stays. `unauthorized` for an unknown account, too.
   */
  replaceDevice: route({
    method: 'PUT',
    path: '/v1/device',
    body: DeviceReplacement,
    errors: ['rate-limited', 'unauthorized'],
  }),
  /** Gives the ticket that `Authorization: Bearer` carries on every route marked "ticket". */
  ticket: route({
    method: 'POST',
    path: '/v1/tickets',
    body: TicketRequest,
    response: Ticket,
    errors: ['unauthorized'],
  }),
  /** Ticket. Removes the account, its devices, prekeys, envelopes and blobs. */
  deleteAccount: route({ method: 'DELETE', path: '/v1/accounts/me', by: ['ticket'] }),
  /** Rate-limited. `not-found` where nobody has the name. */
  findByName: route({
    method: 'GET',
    path: '/v1/accounts/by-name/:username',
    params: Type.Object({ username: Username }),
    response: FoundAccount,
    errors: ['not-found', 'rate-limited'],
  }),
  /** Ticket. From now on only a delivery token with this hash is good. */
  setDeliveryToken: route({
    method: 'PUT',
    path: '/v1/delivery-token',
    body: Type.Object({ hash: Sha256 }),
    by: ['ticket'],
  }),
  /** Ticket. A request token (of an invite link) lets strangers reach the account until it expires or is removed. */
  putRequestToken: route({
    method: 'PUT',
    path: '/v1/request-tokens/:hash',
    params: Type.Object({ hash: Sha256 }),
    body: Type.Object({ expiresAt: Time }),
    by: ['ticket'],
    errors: ['quota-exceeded'],
  }),
  /** Ticket. */
  deleteRequestToken: route({
    method: 'DELETE',
    path: '/v1/request-tokens/:hash',
    params: Type.Object({ hash: Sha256 }),
    by: ['ticket'],
  }),
  /** Ticket. */
  senderCertificate: route({
    method: 'POST',
    path: '/v1/sender-certificate',
    response: SenderCertificateAnswer,
    by: ['ticket'],
  }),
  /** Ticket. */
  turn: route({ method: 'GET', path: '/v1/turn', response: TurnServers, by: ['ticket'] }),
} as const
