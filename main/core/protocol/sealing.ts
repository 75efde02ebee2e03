/** Begins sessions and seals contents. Has no knowledge of how envelopes travel or of what contents mean. */
import {
  CiphertextMessage,
  ContentHint,
  DecryptionErrorMessage,
  KEMPublicKey,
  LibSignalErrorBase,
  PlaintextContent,
  PreKeyBundle,
  PublicKey,
  processPreKeyBundle,
  SenderCertificate,
  sealedSenderEncrypt,
  signalEncrypt,
  UnidentifiedSenderMessageContent,
} from '@signalapp/libsignal-client'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { owned, sameBytes } from './bytes.ts'
import type { Overlay } from './overlay.ts'
import { pad } from './padding.ts'
import { isUntrustedIdentity } from './signal-errors.ts'
import { type LocalKeys, protocolAddress, type SignalStores, signalStores } from './signal-stores.ts'
import type {
  AccountBundle,
  Address,
  DeviceBundle,
  Hint,
  Sealed,
  SealedForDevice,
  SealOptions,
  UnitOfWork,
} from './types.ts'
import { overlayOf } from './unit-of-work.ts'

export interface SealingContext {
  readonly local: Address
  readonly keys: LocalKeys
}

const contentHints = { resendable: ContentHint.Resendable, implicit: ContentHint.Implicit } as const

/** See {@link Protocol.needsBundle}. */
export function needsBundle(overlay: Overlay, account: AccountId): boolean {
  const devices = overlay.devices(account)
  return devices.length === 0 || devices.some((device) => !isUsable(overlay, { account, device }))
}

/** See {@link Protocol.processBundle}. */
export async function processBundle(
  { local, keys }: SealingContext,
  unit: UnitOfWork,
  account: AccountId,
  bundle: AccountBundle,
): Promise<void> {
  const known = overlayOf(unit).identity(account)
  if (known !== null && !sameBytes(known, bundle.identityKey)) throw new AppError('identity-changed')
  await unit.attempt(async (trial) => {
    const { sessions, identities, fault } = signalStores(overlayOf(trial), keys)
    for (const device of bundle.devices) {
      const address = { account, device: device.device }
      const parsed = parseBundle(bundle.identityKey, device)
      try {
        await processPreKeyBundle(parsed, protocolAddress(address), protocolAddress(local), sessions, identities)
      } catch (error) {
        throw bundleError(fault.behind(error))
      }
    }
  })
}

/** See {@link Protocol.seal}. */
export async function seal(
  { local, keys }: SealingContext,
  unit: UnitOfWork,
  to: AccountId,
  content: Uint8Array,
  { certificate, hint }: SealOptions,
): Promise<Sealed> {
  const padded = pad(content)
  const own = SenderCertificate.deserialize(owned(certificate))
  const devices = await unit.attempt(async (trial) => {
    const overlay = overlayOf(trial)
    const stores = signalStores(overlay, keys)
    const sealed: SealedForDevice[] = []
    for (const device of overlay.devices(to)) {
      const address = { account: to, device }
      if (!isUsable(overlay, address)) continue
      const message = await encrypt(stores, padded, address, local)
      sealed.push(await sealFor(overlay, stores, address, message, own, hint))
    }
    return sealed
  })
  if (devices.length === 0) throw new AppError('not-found', 'there is no session with this account')
  return { devices, expiresAt: own.expiration() }
}

/** See {@link Protocol.sealResendRequest}. */
export async function sealResendRequest(
  { keys }: SealingContext,
  unit: UnitOfWork,
  to: Address,
  request: Uint8Array,
  certificate: Uint8Array,
): Promise<SealedForDevice> {
  const overlay = overlayOf(unit)
  const plaintext = PlaintextContent.from(DecryptionErrorMessage.deserialize(owned(request)))
  const own = SenderCertificate.deserialize(owned(certificate))
  return await sealFor(overlay, signalStores(overlay, keys), to, CiphertextMessage.from(plaintext), own, 'implicit')
}

async function encrypt(
  { sessions, identities, fault }: SignalStores,
  content: Uint8Array<ArrayBuffer>,
  to: Address,
  from: Address,
): Promise<CiphertextMessage> {
  try {
    return await signalEncrypt(content, protocolAddress(to), protocolAddress(from), sessions, identities)
  } catch (error) {
    if (isUntrustedIdentity(error)) throw new AppError('identity-changed', undefined, {}, { cause: error })
    throw fault.behind(error)
  }
}

async function sealFor(
  overlay: Overlay,
  { identities }: SignalStores,
  to: Address,
  message: CiphertextMessage,
  certificate: SenderCertificate,
  hint: Hint,
): Promise<SealedForDevice> {
  const session = overlay.session(to)
  if (session === null) throw new AppError('not-found', 'there is no session with this device')
  const usmc = UnidentifiedSenderMessageContent.new(message, certificate, contentHints[hint], null)
  const ciphertext = await sealedSenderEncrypt(usmc, protocolAddress(to), identities)
  return { device: to.device, registrationId: session.remoteRegistrationId(), ciphertext }
}

function isUsable(overlay: Overlay, address: Address): boolean {
  return overlay.session(address)?.hasCurrentState() ?? false
}

function parseBundle(identityKey: Uint8Array, device: DeviceBundle): PreKeyBundle {
  const { registrationId, signed, oneTime, kyber } = device
  try {
    return PreKeyBundle.new(
      registrationId,
      device.device,
      oneTime?.id ?? null,
      oneTime === null ? null : PublicKey.deserialize(owned(oneTime.publicKey)),
      signed.id,
      PublicKey.deserialize(owned(signed.publicKey)),
      owned(signed.signature),
      PublicKey.deserialize(owned(identityKey)),
      kyber.id,
      KEMPublicKey.deserialize(owned(kyber.publicKey)),
      owned(kyber.signature),
    )
  } catch (error) {
    throw bundleError(error)
  }
}

function bundleError(error: unknown): unknown {
  if (isUntrustedIdentity(error)) return new AppError('identity-changed', undefined, {}, { cause: error })
  if (!(error instanceof LibSignalErrorBase)) return error
  return new AppError(
    'relay-refused',
    'the relay gave a bundle that is not signed by its account',
    {},
    { cause: error },
  )
}
