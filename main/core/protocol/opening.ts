/**
 * Opens envelopes: unseal, judge who says to have written, decrypt, in this order and in full before anything is kept.
 * Has no knowledge of what contents mean or of which account is a contact.
 */
import {
  CiphertextMessageType,
  ContentHint,
  DecryptionErrorMessage,
  PlaintextContent,
  PreKeySignalMessage,
  type SenderCertificate,
  SignalMessage,
  sealedSenderDecryptToUsmc,
  signalDecrypt,
  signalDecryptPreKey,
  type UnidentifiedSenderMessageContent,
} from '@signalapp/libsignal-client'
import type { AccountId } from '../../../shared/ids.ts'
import { owned, sameBytes } from './bytes.ts'
import { type CertificateJudge, subjectOf } from './certificate.ts'
import { archiveSession, resendReference } from './resend.ts'
import { isDuplicate, isUntrustedIdentity } from './signal-errors.ts'
import { type LocalKeys, protocolAddress, ReplayedSession, type SignalStores, signalStores } from './signal-stores.ts'
import type { Address, Opened, OpenFailure, OpenOptions, TrustRoots, UnitOfWork } from './types.ts'
import { overlayOf } from './unit-of-work.ts'

export interface OpeningContext {
  readonly local: Address
  readonly keys: LocalKeys
  readonly judge: CertificateJudge
  readonly trustRootsOf: (account: AccountId) => TrustRoots
}

/** See {@link Protocol.open}. */
export async function open(
  context: OpeningContext,
  unit: UnitOfWork,
  ciphertext: Uint8Array,
  options: OpenOptions,
): Promise<Opened> {
  const unsealed = await unseal(context, unit, ciphertext)
  if (unsealed === null) return failure({ reason: 'garbage' })
  const { usmc, sender, certificate, identityKey } = unsealed

  const roots = context.trustRootsOf(sender.account)
  if (roots.kind === 'nobody') return failure({ reason: 'unwanted', sender })
  const trust = context.judge.judge(certificate, roots, options.receivedAt)
  if (trust === 'untrusted') return failure({ reason: 'untrusted-certificate', sender })

  const known = overlayOf(unit).identity(sender.account)
  const isEarlier = known !== null && !sameBytes(known, identityKey)
  // That they are elsewhere now can say only who is known, as who they are.
  if (trust === 'elsewhere' && (known === null || isEarlier || usmc.msgType() === CiphertextMessageType.Plaintext))
    return failure({ reason: 'untrusted-certificate', sender })
  if (isEarlier && options.earlierIdentity !== true) return failure({ reason: 'identity-changed', sender, identityKey })

  if (usmc.msgType() === CiphertextMessageType.Plaintext) {
    // Only somebody whom we have written to can have failed to decrypt something of ours.
    const request = known === null || isEarlier ? null : resendRequestIn(usmc)
    if (request === null) return failure({ reason: 'garbage' })
    return { kind: 'resend-request', sender, request }
  }

  try {
    const content = await unit.attempt(async (trial) => {
      const stores = signalStores(overlayOf(trial), context.keys, { key: identityKey, isEarlier })
      const content = await decrypt(context, stores, usmc, sender).catch((error: unknown) => {
        const cause = stores.fault.behind(error)
        // A failing database is no fault of the message: the envelope is to be opened again later.
        throw stores.fault.isLocal ? cause : new Undecryptable(cause)
      })
      // Decrypting has made that session the current one again.
      if (isEarlier) archiveSession(overlayOf(trial), sender)
      return content
    })
    if (content === null) return failure({ reason: 'garbage' })
    return { kind: 'content', sender, content, certificate: { bytes: certificate.serialize(), trust }, identityKey }
  } catch (error) {
    if (!(error instanceof Undecryptable)) throw error
    return failure(whyNot(error.cause, usmc, sender, options.envelopeId))
  }
}

/** Ends the trial; `cause` is what libsignal or a store found wrong with the message. */
class Undecryptable extends Error {
  constructor(cause: unknown) {
    super('the message could not be decrypted', { cause })
  }
}

async function unseal(
  context: OpeningContext,
  unit: UnitOfWork,
  ciphertext: Uint8Array,
): Promise<{
  usmc: UnidentifiedSenderMessageContent
  sender: Address
  certificate: SenderCertificate
  identityKey: Uint8Array
} | null> {
  const { identities } = signalStores(overlayOf(unit), context.keys)
  try {
    const usmc = await sealedSenderDecryptToUsmc(owned(ciphertext), identities)
    const certificate = usmc.senderCertificate()
    const sender = subjectOf(certificate)
    const identityKey = certificate.key().serialize()
    // Raises for a time that a double does not hold: here, because later on only a failing database may raise.
    certificate.expiration()
    const isOwn = sender?.account === context.local.account
    return sender === null || isOwn ? null : { usmc, sender, certificate, identityKey }
  } catch {
    return null
  }
}

/** Gives the content; null where the message is of no kind that is exchanged between two people. */
async function decrypt(
  context: OpeningContext,
  stores: SignalStores,
  usmc: UnidentifiedSenderMessageContent,
  sender: Address,
): Promise<Uint8Array | null> {
  const from = protocolAddress(sender)
  const to = protocolAddress(context.local)
  const { sessions, identities, prekeys, signedPrekeys, kyberPrekeys } = stores
  switch (usmc.msgType()) {
    case CiphertextMessageType.Whisper:
      return await signalDecrypt(SignalMessage.deserialize(usmc.contents()), from, to, sessions, identities)
    case CiphertextMessageType.PreKey: {
      const message = PreKeySignalMessage.deserialize(usmc.contents())
      // libsignal asks `identities` first whether the key inside the message is the expected one: the certificate's.
      return await signalDecryptPreKey(message, from, to, sessions, identities, prekeys, signedPrekeys, kyberPrekeys)
    }
    default:
      return null
  }
}

function whyNot(
  error: unknown,
  usmc: UnidentifiedSenderMessageContent,
  sender: Address,
  envelopeId: Uint8Array | null,
): OpenFailure {
  if (error instanceof ReplayedSession) return { reason: 'duplicate', sender, request: null }
  // The certificate is good but is not of whoever wrote the message inside.
  if (isUntrustedIdentity(error)) return { reason: 'untrusted-certificate', sender }
  const reason = isDuplicate(error) ? 'duplicate' : 'undecryptable'
  if (envelopeId === null || usmc.contentHint() === ContentHint.Implicit) return { reason, sender, request: null }
  try {
    const reference = resendReference(envelopeId)
    const request = DecryptionErrorMessage.forOriginal(usmc.contents(), usmc.msgType(), reference, sender.device)
    return { reason, sender, request: request.serialize() }
  } catch {
    // Not even the outer form of a message.
    return { reason: 'garbage' }
  }
}

function resendRequestIn(usmc: UnidentifiedSenderMessageContent): Uint8Array | null {
  try {
    const body = PlaintextContent.deserialize(usmc.contents()).body()
    return DecryptionErrorMessage.extractFromSerializedBody(owned(body)).serialize()
  } catch {
    return null
  }
}

const failure = (failure: OpenFailure): Opened => ({ kind: 'failure', failure })
