/** Anonymous calls at the relay of a recipient: bundles and envelopes. Has no knowledge of what is inside them. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, DeviceId } from '../../../shared/ids.ts'
import { DeliveryRequestSchema } from '../../../shared/relay-api/gen/delivery_pb.js'
import { type DeviceBundle as BundleJson, headers, mediaTypes, routes } from '../../../shared/relay-api/index.ts'
import type { AccountBundle, DeviceBundle, SealedForDevice } from '../protocol/index.ts'
import type { Access, Peer } from './directory.ts'
import type { Relays } from './relays.ts'

export interface Envelope {
  /** 16 bytes. */
  readonly id: Uint8Array
  /** As {@link encodeSealed} made it. */
  readonly sealed: Uint8Array
  readonly ephemeral: boolean
  /** Milliseconds until the relay drops it unread; null: the relay's own limit. */
  readonly expiresInMs: number | null
}

/** Ciphertexts in the form in which they wait. */
export function encodeSealed(devices: readonly SealedForDevice[]): Uint8Array {
  return toBinary(DeliveryRequestSchema, create(DeliveryRequestSchema, { devices: [...devices] }))
}

/** Which session each ciphertext was made with. */
export function sealedFor(sealed: Uint8Array): { device: DeviceId; registrationId: number }[] {
  const { devices } = fromBinary(DeliveryRequestSchema, sealed)
  return devices.map(({ device, registrationId }) => ({ device: DeviceId.parse(device), registrationId }))
}

export class Delivery {
  readonly #relays: Relays

  constructor(relays: Relays) {
    this.#relays = relays
  }

  /** Raises the errors of `routes.deliver`. */
  async deliver(to: AccountId, { relay, access }: Peer, envelope: Envelope): Promise<{ online: boolean }> {
    const request = fromBinary(DeliveryRequestSchema, envelope.sealed)
    request.envelopeId = envelope.id
    request.ephemeral = envelope.ephemeral
    request.expiresInMs = BigInt(envelope.expiresInMs ?? 0)
    return this.#relays.at(relay, 'delivery').call(routes.deliver, {
      params: { account: to },
      headers: accessHeaders(access),
      bytes: { type: mediaTypes.protobuf, body: toBinary(DeliveryRequestSchema, request) },
    })
  }

  /** Takes one prekey of each device. Raises the errors of `routes.bundles`. */
  async bundles(of: AccountId, { relay, access }: Peer): Promise<AccountBundle> {
    const { identityKey, devices } = await this.#relays.at(relay, 'lookup').call(routes.bundles, {
      params: { account: of },
      headers: accessHeaders(access),
    })
    if (devices.length === 0) throw new AppError('relay-busy', 'no device has left keys yet')
    return { identityKey: bytes(identityKey), devices: devices.map(bundleOf) }
  }
}

function accessHeaders(access: Access): Record<string, string> {
  if (access.kind === 'open') return {}
  const name = access.kind === 'delivery' ? headers.deliveryToken : headers.requestToken
  return { [name]: Buffer.from(access.token).toString('base64url') }
}

function bundleOf({ device, registrationId, signed, oneTime, kyber }: BundleJson): DeviceBundle {
  return {
    device: DeviceId.parse(device),
    registrationId,
    signed: { id: signed.id, publicKey: bytes(signed.publicKey), signature: bytes(signed.signature) },
    oneTime: oneTime === null ? null : { id: oneTime.id, publicKey: bytes(oneTime.publicKey) },
    kyber: { id: kyber.id, publicKey: bytes(kyber.publicKey), signature: bytes(kyber.signature) },
  }
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64url')
