/** Contents that are delivered now or not at all: call signals, typing. They are never stored, here or at a relay. */
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, newMessageId } from '../../../shared/ids.ts'
import { encodeContent, newEnvelopeId } from './contents.ts'
import { type Delivery, encodeSealed, sealedFor } from './delivery.ts'
import type { ContentBody } from './messaging.ts'
import type { Sealer } from './sealer.ts'

interface Parts {
  readonly sealer: Sealer
  readonly delivery: Delivery
}

/** See {@link Messaging.sendEphemeral}. Once, and once more where the recipient's devices have changed. */
export async function sendEphemeral(parts: Parts, to: AccountId, body: ContentBody): Promise<{ online: boolean }> {
  const first = await seal(parts, to, body)
  try {
    return await deliver(parts, to, first)
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'devices-mismatched' && error.code !== 'devices-stale'))
      throw error
    await parts.sealer.repair(to, sealedFor(first), () => undefined)
    return deliver(parts, to, await seal(parts, to, body))
  }
}

async function seal({ sealer }: Parts, to: AccountId, body: ContentBody): Promise<Uint8Array> {
  const content = encodeContent({ id: newMessageId(), counter: 0n, sentAt: Date.now() }, body)
  let ciphertexts: Uint8Array | null = null
  await sealer.seal(to, [{ content, hint: 'implicit' }], (_, [sealed]) => {
    if (sealed instanceof AppError) throw sealed
    if (sealed !== undefined) ciphertexts = encodeSealed(sealed.devices)
  })
  if (ciphertexts === null) throw new AppError('internal', 'nothing was sealed')
  return ciphertexts
}

function deliver({ sealer, delivery }: Parts, to: AccountId, sealed: Uint8Array): Promise<{ online: boolean }> {
  return delivery.deliver(to, sealer.peer(to), { id: newEnvelopeId(), sealed, ephemeral: true, expiresInMs: null })
}
