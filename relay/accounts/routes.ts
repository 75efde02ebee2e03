/** The relay itself, accounts, tickets, and the tokens by which others reach an account. */
import { PrivateKey, SenderCertificate } from '@signalapp/libsignal-client'
import type { FastifyInstance } from 'fastify'
import { protocolVersion, routes, senderCertificateMs } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { fromBase64url, toBase64url } from '../encoding.ts'
import { acceptedHost } from '../http/app.ts'
import { origin } from '../http/rate-limit.ts'
import { serve } from '../http/serve.ts'
import { Refusal } from '../refusal.ts'
import { deleteAccount } from './delete.ts'
import { admit, checkedAccount, checkedReplacement, publicKey } from './registration.ts'

/** Request tokens of one account that are good at any one time. */
const maxRequestTokens = 1000

/** The identity key of an account that is none. */
const nobody = PrivateKey.generate().getPublicKey().serialize()

const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

export function accountRoutes(app: FastifyInstance, context: RelayContext): void {
  const { authenticator, bus, hosts, rates, secrets, settings, store } = context
  const senderTrustRoot = toBase64url(secrets.trustRoot.getPublicKey().serialize())

  serve(app, routes.info, async () => ({
    name: settings.name,
    host: hosts.publicHost,
    protocol: { min: protocolVersion, max: protocolVersion },
    registration: settings.registration,
    senderTrustRoot,
    ...(context.stun.port === null ? {} : { stunPort: context.stun.port }),
    limits: settings.limits,
  }))

  serve(app, routes.nonce, async () => authenticator.nonces.make(Date.now()))

  serve(app, routes.register, async ({ body, request }) => {
    rates.take('registrations', origin(request))
    rates.take('registrationsInAll', 'all')
    const account = checkedAccount(body, acceptedHost(request))
    // The same registration again, whose answer was lost, needs no second use of a token.
    const known = await store.device({ account: account.account, device: account.device.id })
    const takeBack = known
      ? async () => {}
      : await admit(settings.registration, body.registrationToken, secrets.registrationToken, store)
    const outcome = await store.register(account)
    if (outcome !== 'registered') await takeBack()
    if (outcome === 'username-taken') throw new Refusal('username-taken')
    // Said to who has the identity key alone: the proof was checked.
    if (known && isSame(known.identityKey, account.identityKey) && !isSame(known.authKey, account.device.authKey))
      throw new Refusal('device-replaced')
    if (outcome === 'account-taken') throw new Refusal('invalid-input', 'this account is registered otherwise')
  })

  serve(app, routes.replaceDevice, async ({ body, request }) => {
    rates.take('registrations', origin(request))
    await authenticator.spend(body, Date.now())
    const address = { account: body.accountId, device: body.device.id }
    const known = await store.device(address)
    // The same work for an account that is none.
    const keys = checkedReplacement(body, known?.identityKey ?? nobody, acceptedHost(request))
    if (known === null || known.blocked) throw new Refusal('unauthorized')
    await store.replaceDevice(address, keys)
    bus.expel(address.account)
  })

  serve(app, routes.ticket, async ({ body, request }) => {
    const { accountId: account, device, nonce, expiresAt, signature } = body
    const statement = { host: acceptedHost(request), path: routes.ticket.path, account, device, nonce, expiresAt }
    return authenticator.issue(statement, signature, Date.now())
  })

  serve(app, routes.deleteAccount, async ({ request }) => {
    const { account } = await authenticator.authenticate(request)
    await deleteAccount(context, account)
  })

  serve(app, routes.findByName, async ({ params, request }) => {
    rates.take('names', origin(request))
    const found = await store.findByName(params.username.toLowerCase())
    if (found === null) throw new Refusal('not-found', 'nobody has this name')
    return { accountId: found.account, identityKey: toBase64url(found.identityKey) }
  })

  serve(app, routes.setDeliveryToken, async ({ body, request }) => {
    const { account } = await authenticator.authenticate(request)
    await store.setDeliveryToken(account, fromBase64url(body.hash))
  })

  serve(app, routes.putRequestToken, async ({ params, body, request }) => {
    const { account } = await authenticator.authenticate(request)
    const put = await store.putRequestToken(account, fromBase64url(params.hash), body.expiresAt, maxRequestTokens)
    if (!put) throw new Refusal('quota-exceeded', 'too many request tokens')
  })

  serve(app, routes.deleteRequestToken, async ({ params, request }) => {
    const { account } = await authenticator.authenticate(request)
    await store.deleteRequestToken(account, fromBase64url(params.hash))
  })

  serve(app, routes.senderCertificate, async ({ request }) => {
    const address = await authenticator.authenticate(request)
    const record = await store.device(address)
    if (record === null) throw new Refusal('unauthorized')
    const expiresAt = Date.now() + senderCertificateMs
    const certificate = SenderCertificate.new(
      address.account,
      null,
      address.device,
      publicKey(record.identityKey),
      expiresAt,
      secrets.serverCertificate,
      secrets.serverKey,
    )
    return { certificate: toBase64url(certificate.serialize()), expiresAt }
  })
}
