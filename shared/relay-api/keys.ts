/** Routes of prekeys: what a device leaves at the relay so that others can begin a session while it is away. */
import { Type } from 'typebox'
import { maxPrekeys } from './limits.ts'
import { route } from './route.ts'
import { AccountIdText, bytesOf, DeviceNumber, IdentityKey, RegistrationId, Signature } from './values.ts'

/** libsignal keeps prekey ids in 24 bits. */
const PrekeyId = Type.Integer({ minimum: 0, maximum: 0xffffff })

/** Curve25519 public key: one type byte and 32 bytes. */
const EcKey = bytesOf(33)

/** Kyber1024 public key: one type byte and 1568 bytes. */
const KyberKey = bytesOf(1569)

export const EcPrekey = Type.Object({ id: PrekeyId, publicKey: EcKey })
export type EcPrekey = Type.Static<typeof EcPrekey>

/** Signed by the identity key over the serialized public key. */
export const SignedEcPrekey = Type.Object({ id: PrekeyId, publicKey: EcKey, signature: Signature })
export type SignedEcPrekey = Type.Static<typeof SignedEcPrekey>

export const KyberPrekey = Type.Object({ id: PrekeyId, publicKey: KyberKey, signature: Signature })
export type KyberPrekey = Type.Static<typeof KyberPrekey>

/** What is present replaces what the relay holds; a page that the relay already has (same bytes) changes nothing. */
export const PrekeyUpload = Type.Object({
  signed: Type.Optional(SignedEcPrekey),
  lastResortKyber: Type.Optional(KyberPrekey),
  oneTime: Type.Optional(Type.Array(EcPrekey, { minItems: 1, maxItems: maxPrekeys })),
  oneTimeKyber: Type.Optional(Type.Array(KyberPrekey, { minItems: 1, maxItems: maxPrekeys })),
})
export type PrekeyUpload = Type.Static<typeof PrekeyUpload>

/**
 * One-time keys left and the ids of the next ones to be given out (null where none is left); the ids of the others (null
 * where none has been left yet).
 */
export const PrekeyCounts = Type.Object({
  oneTime: Type.Integer(),
  oneTimeKyber: Type.Integer(),
  nextOneTimeId: Type.Union([PrekeyId, Type.Null()]),
  nextOneTimeKyberId: Type.Union([PrekeyId, Type.Null()]),
  signedId: Type.Union([PrekeyId, Type.Null()]),
  lastResortKyberId: Type.Union([PrekeyId, Type.Null()]),
})
export type PrekeyCounts = Type.Static<typeof PrekeyCounts>

export const DeviceBundle = Type.Object({
  device: DeviceNumber,
  registrationId: RegistrationId,
  signed: SignedEcPrekey,
  /** A one-time key, or null when none is left. */
  oneTime: Type.Union([EcPrekey, Type.Null()]),
  /** A one-time key, or the last-resort key when none is left. */
  kyber: KyberPrekey,
})
export type DeviceBundle = Type.Static<typeof DeviceBundle>

/** Devices that have left no keys yet are missing. */
export const Bundles = Type.Object({ identityKey: IdentityKey, devices: Type.Array(DeviceBundle, { maxItems: 127 }) })
export type Bundles = Type.Static<typeof Bundles>

export const keyRoutes = {
  /** Ticket. Signatures are checked. */
  putPrekeys: route({ method: 'PUT', path: '/v1/prekeys', body: PrekeyUpload, by: ['ticket'] }),
  /** Ticket. */
  countPrekeys: route({ method: 'GET', path: '/v1/prekeys', response: PrekeyCounts, by: ['ticket'] }),
  /**
   * Anonymous: delivery token or request token in its header, or none (then rate-limited, and `not-found` is said).
   * Every one-time key is given out exactly once. `unauthorized` for a wrong token and for an unknown account alike.
   */
  bundles: route({
    method: 'POST',
    path: '/v1/bundles/:account',
    params: Type.Object({ account: AccountIdText }),
    response: Bundles,
    by: ['deliveryToken', 'requestToken'],
    errors: ['not-found', 'rate-limited'],
  }),
} as const
