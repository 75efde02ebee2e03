import { randomBytes } from 'node:crypto'
import { PublicKey, SenderCertificate } from '@signalapp/libsignal-client'
import { afterEach, describe, expect, test } from 'vitest'
import {
  closeCodes,
  type FoundAccount,
  type Info,
  routes,
  type SenderCertificateAnswer,
  type Ticket,
} from '../../shared/relay-api/index.ts'
import { fromBase64url, toBase64url } from '../encoding.ts'
import type { RelayOptions } from '../start.ts'
import { ask, TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'

let relay: TestRelay
const start = async (options: Partial<RelayOptions> = {}) => {
  relay = await startTestRelay(options)
  return relay.url
}
afterEach(() => relay.dispose())

const refused = (status: number, code: string) => ({ status, body: { code } })

describe('registration', () => {
  test('R-4 a name is given once, whatever its case; the same registration again is answered like the first', async () => {
    const url = await start()
    const alice = new TestAccount(url, 'alice')
    expect((await alice.register({ username: 'Alice' })).status).toBe(204)
    expect((await alice.register()).status).toBe(204)
    expect(await new TestAccount(url, 'alice').register()).toMatchObject(refused(409, 'username-taken'))
    const found = await ask<FoundAccount>(url, routes.findByName, { params: { username: 'ALICE' } })
    expect(found.body).toEqual({
      accountId: alice.id,
      identityKey: toBase64url(alice.identity.getPublicKey().serialize()),
    })
    expect(await ask(url, routes.findByName, { params: { username: 'nobody' } })).toMatchObject(
      refused(404, 'not-found'),
    )
  })

  test.each(['a', '1abc', '.abc', 'with space', 'ümlaut', `a${'b'.repeat(32)}`, ''])(
    'R-4 the name %j is refused',
    async (username) => {
      const url = await start()
      expect(await new TestAccount(url, username).register()).toMatchObject(refused(422, 'username-invalid'))
    },
  )

  test('R-4 the proof must be of this name, this key and this host', async () => {
    const url = await start()
    const alice = new TestAccount(url, 'alice')
    expect(await alice.register({ username: 'mallory' })).toMatchObject(refused(401, 'unauthorized'))
    expect(await alice.register({ proof: toBase64url(randomBytes(64)) })).toMatchObject(refused(401, 'unauthorized'))
    const elsewhere = new TestAccount('http://other.example.org', 'alice').registration()
    expect(await ask(url, routes.register, { json: elsewhere })).toMatchObject(refused(401, 'unauthorized'))
    expect(await alice.register({ identityKey: toBase64url(new Uint8Array(33)) })).toMatchObject(
      refused(400, 'invalid-input'),
    )
  })

  test('R-5 by token or not at all, where it is so configured', async () => {
    const url = await start({ registration: 'token' })
    const alice = new TestAccount(url, 'alice')
    expect(await alice.register()).toMatchObject(refused(403, 'registration-token-needed'))
    expect(await alice.register({ registrationToken: 'wrong' })).toMatchObject(
      refused(403, 'registration-token-needed'),
    )
    const registrationToken = relay.running.registrationToken ?? ''
    expect((await alice.register({ registrationToken })).status).toBe(204)
    await relay.dispose()
    const closed = await start({ registration: 'closed' })
    expect((await ask<Info>(closed, routes.info)).body.registration).toBe('closed')
    expect(await new TestAccount(closed, 'bob').register()).toMatchObject(refused(403, 'registration-closed'))
  })

  test('R-30 too many from one address are told when to come again', async () => {
    const url = await start({ rates: { registrations: { burst: 2, perMinute: 1 } } })
    for (const name of ['alice', 'bob']) await TestAccount.make(url, name)
    const third = await new TestAccount(url, 'carol').register()
    expect(third).toMatchObject(refused(429, 'rate-limited'))
    expect(third.body).toMatchObject({ data: { retryAfterMs: expect.any(Number) } })
  })

  test('R-30 too many from everywhere are told, too', async () => {
    const url = await start({
      trustProxy: true,
      registration: 'open',
      rates: { registrationsInAll: { burst: 2, perMinute: 1 } },
    })
    const from = (n: number) => ({ headers: { 'x-forwarded-for': `198.51.100.${n}` } })
    const answers = []
    for (const n of [1, 2, 3]) {
      const json = new TestAccount(url, `person${n}`).registration()
      answers.push((await ask(url, routes.register, { json, ...from(n) })).status)
    }
    expect(answers).toEqual([204, 204, 429])
  })
})

describe('tickets', () => {
  test('R-6 a nonce serves once, and only what the device signed for this host buys a ticket', async () => {
    const url = await start()
    const alice = await TestAccount.make(url, 'alice')
    const request = await alice.ticketRequest()
    expect((await ask<Ticket>(url, routes.ticket, { json: request })).status).toBe(200)
    expect(await ask(url, routes.ticket, { json: request })).toMatchObject(refused(401, 'unauthorized'))
    const wrong = [
      await alice.ticketRequest('other.example.org'),
      { ...(await alice.ticketRequest()), device: 2 },
      { ...(await alice.ticketRequest()), signature: toBase64url(randomBytes(64)) },
      { ...(await alice.ticketRequest()), nonce: toBase64url(randomBytes(32)) },
      { ...(await alice.ticketRequest()), expiresAt: Date.now() + 1e9 },
    ]
    for (const json of wrong) {
      expect(await ask(url, routes.ticket, { json })).toMatchObject(refused(401, 'unauthorized'))
    }
  })

  test('R-6 a ticket outlives a restart, not the account; a forged one is worth nothing', async () => {
    const url = await start()
    const alice = await TestAccount.make(url, 'alice')
    const { ticket } = alice
    await relay.restart()
    expect((await alice.ask(routes.countPrekeys)).status).toBe(200)
    const [account, device, expires, mac] = ticket.split('.')
    for (const forged of [
      '',
      'x',
      `${account}.${device}.${Number(expires) + 1}.${mac}`,
      `${account}.2.${expires}.${mac}`,
    ]) {
      alice.ticket = forged
      expect(await alice.ask(routes.countPrekeys)).toMatchObject(refused(401, 'unauthorized'))
    }
    alice.ticket = ticket
    expect((await alice.ask(routes.deleteAccount)).status).toBe(204)
    expect(await alice.ask(routes.countPrekeys)).toMatchObject(refused(401, 'unauthorized'))
  })
})

describe('a device under new keys', () => {
  const replace = (url: string, json: unknown) => ask(url, routes.replaceDevice, { json })

  test('R-40 what the identity key has signed shuts out who had the keys before, who is told at the next registration', async () => {
    const url = await start()
    const before = await TestAccount.make(url, 'alice')
    await before.ask(routes.putPrekeys, { json: before.prekeys(3) })
    const socket = await before.connect()
    const after = new TestAccount(url, 'alice', before)
    const request = await after.replacement()
    expect((await replace(url, request)).status).toBe(204)
    expect(await socket.closed).toBe(closeCodes.unauthorized)
    expect(await before.ask(routes.countPrekeys)).toMatchObject(refused(401, 'unauthorized'))
    expect(await before.register()).toMatchObject(refused(409, 'device-replaced'))
    await after.authenticate()
    expect((await after.ask(routes.countPrekeys)).body).toMatchObject({ oneTime: 0, signedId: null })
    expect((await after.register()).status).toBe(204)
    // Once for each nonce: whoever has seen the request cannot undo what came later.
    expect(await replace(url, request)).toMatchObject(refused(401, 'unauthorized'))
  })

  test('R-40 nobody else can do it, at no other relay, to no account that is unknown or blocked', async () => {
    const url = await start()
    const alice = await TestAccount.make(url, 'alice')
    const after = new TestAccount(url, 'alice', alice)
    const mallory = new TestAccount(url, 'mallory')
    const wrong = [
      await after.replacement('other.example.org'),
      { ...(await mallory.replacement()), accountId: alice.id },
      await mallory.replacement(),
      { ...(await after.replacement()), device: { id: 1, registrationId: 1, authKey: toBase64url(randomBytes(32)) } },
      { ...(await after.replacement()), nonce: toBase64url(randomBytes(32)) },
    ]
    for (const json of wrong) expect(await replace(url, json)).toMatchObject(refused(401, 'unauthorized'))
    expect((await alice.ask(routes.countPrekeys)).status).toBe(200)
  })
})

test('R-25 a sender certificate names account, device and identity key, for a day, and chains to the root', async () => {
  const url = await start()
  const alice = await TestAccount.make(url, 'alice')
  const root = async () => (await ask<Info>(url, routes.info)).body.senderTrustRoot
  const before = await root()
  const { body } = await alice.ask<SenderCertificateAnswer>(routes.senderCertificate)
  const certificate = SenderCertificate.deserialize(fromBase64url(body.certificate))
  const trustRoot = PublicKey.deserialize(fromBase64url(before))
  expect(certificate.validate(trustRoot, Date.now())).toBe(true)
  expect(certificate.validate(trustRoot, body.expiresAt + 1)).toBe(false)
  expect([certificate.senderUuid(), certificate.senderDeviceId(), certificate.senderE164()]).toEqual([
    alice.id,
    1,
    null,
  ])
  expect(certificate.key().serialize()).toEqual(alice.identity.getPublicKey().serialize())
  await relay.restart()
  expect(await root()).toBe(before)
})

test('R-26 TURN credentials run out and name nobody; without TURN there are none', async () => {
  const url = await start({
    turn: { urls: ['turn:t.example.org'], stun: ['stun:t.example.org'], secret: 's'.repeat(32) },
  })
  const alice = await TestAccount.make(url, 'alice')
  const { body } = await alice.ask<{ servers: { username?: string }[]; expiresAt: number }>(routes.turn)
  expect(body.servers).toMatchObject([
    { urls: ['stun:t.example.org'] },
    { urls: ['turn:t.example.org'], username: expect.stringMatching(/^\d+:[0-9a-f]{16}$/) },
  ])
  expect(body.expiresAt).toBeGreaterThan(Date.now())
  await relay.dispose()
  const plain = await TestAccount.make(await start(), 'alice')
  expect((await plain.ask(routes.turn)).body).toEqual({ servers: [], expiresAt: null })
})
