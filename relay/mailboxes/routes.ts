/** Anonymous delivery into the mailboxes of an account's devices. */
import { fromBinary } from '@bufbuild/protobuf'
import type { FastifyInstance } from 'fastify'
import { type DeliveryRequest, DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'
import { type Limits, routes } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { limitAnonymous } from '../http/anonymous.ts'
import { serve } from '../http/serve.ts'
import { accessOf } from '../http/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { Denied, Mismatch } from '../storage/store.ts'

/** Bytes around the ciphertext of one device, and around all of them. */
const framingBytes = 64
const envelopeIdBytes = 16

export function mailboxRoutes(app: FastifyInstance, { bus, metrics, rates, settings, store }: RelayContext): void {
  const { limits } = settings
  const bodyLimit = limits.devices * (limits.envelopeBytes + framingBytes) + framingBytes

  serve(
    app,
    routes.deliver,
    async ({ params: { account }, request }) => {
      const delivery = parseDelivery(request.body, limits)
      const access = accessOf(request)
      limitAnonymous(rates, request, access, account)
      const addresses = delivery.devices.map(({ device }) => ({ account, device }))

      if (delivery.ephemeral) {
        const outcome = await store.admit(account, access, delivery.devices, Date.now())
        if (outcome !== 'admitted') throw refusal(outcome)
        const taken = await Promise.all(
          delivery.devices.map(({ device, ciphertext }) => bus.ephemeral({ account, device }, ciphertext)),
        )
        metrics.envelopes.inc({ event: taken.includes(true) ? 'ephemeral-given' : 'ephemeral-dropped' })
        return { online: taken.includes(true) }
      }

      const receivedAt = Date.now()
      const asked = Number(delivery.expiresInMs)
      const expiresAt = receivedAt + (asked > 0 ? Math.min(asked, limits.mailboxMs) : limits.mailboxMs)
      const outcome = await store.enqueue(
        account,
        access,
        { id: delivery.envelopeId, receivedAt, expiresAt, ciphertexts: delivery.devices },
        { envelopes: limits.mailboxEnvelopes, bytes: limits.mailboxBytes },
      )
      if (outcome === 'full') throw new Refusal('mailbox-full')
      if (outcome !== 'stored') throw refusal(outcome)
      metrics.envelopes.inc({ event: 'accepted' })
      for (const address of addresses) bus.ring(address)
      const online = await Promise.all(addresses.map((address) => bus.online(address)))
      return { online: online.includes(true) }
    },
    bodyLimit,
  )
}

/** @throws Refusal `invalid-input` or `too-large`. */
function parseDelivery(body: unknown, limits: Limits): DeliveryRequest {
  const invalid = (message: string) => new Refusal('invalid-input', message)
  if (!(body instanceof Uint8Array)) throw invalid('the body is no protobuf')
  let delivery: DeliveryRequest
  try {
    // Copied: what crosses to the store's thread takes its whole buffer along.
    delivery = fromBinary(DeliveryRequestSchema, Uint8Array.from(body))
  } catch {
    throw invalid('the body is no DeliveryRequest')
  }
  if (delivery.envelopeId.length !== envelopeIdBytes) throw invalid('the envelope id has another length')
  if (delivery.devices.length === 0) throw invalid('no devices')
  if (new Set(delivery.devices.map(({ device }) => device)).size < delivery.devices.length)
    throw invalid('a device twice')
  for (const { ciphertext } of delivery.devices) {
    if (ciphertext.length === 0) throw invalid('an empty ciphertext')
    if (ciphertext.length > limits.envelopeBytes) {
      throw new Refusal('too-large', 'a ciphertext is too large', { limit: limits.envelopeBytes })
    }
  }
  return delivery
}

function refusal(outcome: Denied | Mismatch): Refusal {
  if (typeof outcome === 'string') return new Refusal(outcome)
  if (outcome.kind === 'stale') return new Refusal('devices-stale', undefined, { stale: [...outcome.stale] })
  const { missing, extra } = outcome
  return new Refusal('devices-mismatched', undefined, { missing: [...missing], extra: [...extra] })
}
