/** Anonymous delivery into the mailboxes of an account's devices. */
import type { FastifyInstance } from 'fastify'
import { routes } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { limitAnonymous } from '../http/anonymous.ts'
import { serve } from '../http/serve.ts'
import { accessOf } from '../http/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { Denied, Mismatch } from '../storage/store.ts'
import { parseDelivery } from './parse-delivery.ts'

/** Bytes around the ciphertext of one device, and around all of them. */
const framingBytes = 64

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
      // Whether somebody is there is for those alone whom they have given their delivery token.
      const isKnown = access.kind === 'delivery'

      if (delivery.ephemeral) {
        const outcome = await store.admit(account, access, delivery.devices, Date.now())
        if (outcome !== 'admitted') throw refusal(outcome)
        const given = isKnown ? delivery.devices : []
        const taken = await Promise.all(
          given.map(({ device, ciphertext }) => bus.ephemeral({ account, device }, ciphertext)),
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
      return { online: isKnown && online.includes(true) }
    },
    bodyLimit,
  )
}

function refusal(outcome: Denied | Mismatch): Refusal {
  if (typeof outcome === 'string') return new Refusal(outcome)
  if (outcome.kind === 'stale') return new Refusal('devices-stale', undefined, { stale: [...outcome.stale] })
  const { missing, extra } = outcome
  return new Refusal('devices-mismatched', undefined, { missing: [...missing], extra: [...extra] })
}
