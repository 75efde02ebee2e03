import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { headers, mediaTypes, routes } from '../../shared/relay-api/index.ts'
import { sha256, toBase64url } from '../encoding.ts'
import { type Answer, ask, TestAccount, textOf } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'

let relay: TestRelay
let alice: TestAccount
beforeEach(async () => {
  relay = await startTestRelay({
    limits: { mailboxEnvelopes: 300 },
    rates: { strangersPerMailbox: { burst: 2, perMinute: 1 } },
  })
  alice = await TestAccount.make(relay.url, 'alice')
})
afterEach(() => relay.dispose())

const refused = (status: number, code: string) => ({ status, body: { code } })
const deliveryToken = (bytes: Uint8Array) => ({ [headers.deliveryToken]: toBase64url(bytes) })

describe('delivery', () => {
  test('R-12 R-31 what was accepted comes after a restart, once, in order', async () => {
    const id = randomBytes(16)
    expect(await alice.deliver('one', { id })).toMatchObject({ status: 200, body: { online: false } })
    expect((await alice.deliver('one', { id })).status).toBe(200)
    await alice.deliver('two')
    await relay.restart()
    const socket = await alice.connect()
    const envelopes = await socket.envelopes(2)
    expect(envelopes.map(textOf)).toEqual(['one', 'two'])
    expect(Buffer.from(envelopes[0]?.envelopeId ?? [])).toEqual(id)
    expect(Number(envelopes[0]?.receivedAt)).toBeLessThanOrEqual(Date.now())
    socket.acknowledge(envelopes)
    expect(await alice.deliver('three')).toMatchObject({ body: { online: true } })
    expect((await socket.envelopes(1)).map(textOf)).toEqual(['three'])
    await socket.close()
  })

  test('R-7 a wrong token and an unknown recipient are told the same, in the same time', async () => {
    const token = deliveryToken(randomBytes(32))
    const time = async (account: string): Promise<[number, Answer]> => {
      const start = performance.now()
      const answer = await alice.deliver('x', { access: token, account })
      return [performance.now() - start, answer]
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
    const wrong: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 60; round += 1) {
      const [first, answer] = await time(alice.id)
      const [second, other] = await time(randomUUID())
      expect(answer).toMatchObject(refused(401, 'unauthorized'))
      expect(other).toEqual(answer)
      wrong.push(first)
      unknown.push(second)
    }
    // One look at the database costs microseconds; a real difference would show as a multiple.
    expect(median(wrong) / median(unknown)).toBeGreaterThan(0.5)
    expect(median(wrong) / median(unknown)).toBeLessThan(2)
  })

  test('R-7 a new delivery token counts at once, and so does the end of a request token', async () => {
    const fresh = randomBytes(32)
    await alice.ask(routes.setDeliveryToken, { json: { hash: toBase64url(sha256(fresh)) } })
    expect(await alice.deliver('old')).toMatchObject(refused(401, 'unauthorized'))
    expect((await alice.deliver('new', { access: deliveryToken(fresh) })).status).toBe(200)

    const request = randomBytes(32)
    const params = { hash: toBase64url(sha256(request)) }
    const access = { [headers.requestToken]: toBase64url(request) }
    expect(await alice.deliver('x', { access })).toMatchObject(refused(401, 'unauthorized'))
    const put = await alice.ask(routes.putRequestToken, { params, json: { expiresAt: Date.now() + 60_000 } })
    expect(put.status).toBe(204)
    for (let count = 0; count < 5; count += 1) expect((await alice.deliver('x', { access })).status).toBe(200)
    expect((await alice.ask(routes.deleteRequestToken, { params })).status).toBe(204)
    expect(await alice.deliver('x', { access })).toMatchObject(refused(401, 'unauthorized'))
  })

  test('R-30 a stranger may write, but not much', async () => {
    expect((await alice.deliver('one', { access: {} })).status).toBe(200)
    expect((await alice.deliver('two', { access: {} })).status).toBe(200)
    expect(await alice.deliver('three', { access: {} })).toMatchObject(refused(429, 'rate-limited'))
    expect(await alice.deliver('x', { access: {}, account: randomUUID() })).toMatchObject(refused(404, 'not-found'))
    expect((await alice.deliver('from a contact')).status).toBe(200)
  })

  test('R-11 wrong devices and old registrations are named', async () => {
    const to = (device: number, registrationId: number) => ({ device, registrationId, ciphertext: randomBytes(10) })
    expect(await alice.deliver('', { devices: [to(2, alice.registrationId)] })).toMatchObject({
      ...refused(409, 'devices-mismatched'),
      body: { data: { missing: [1], extra: [2] } },
    })
    const other = (alice.registrationId % 16_380) + 1
    for (const ephemeral of [false, true]) {
      expect(await alice.deliver('', { devices: [to(1, other)], ephemeral })).toMatchObject({
        status: 410,
        body: { code: 'devices-stale', data: { stale: [1] } },
      })
    }
  })

  test('R-14 envelopes too large and mailboxes too full are refused, and the full one has room again', async () => {
    const devices = [{ device: 1, registrationId: alice.registrationId, ciphertext: randomBytes(96 * 1024) }]
    expect((await alice.deliver('', { devices })).status).toBe(200)
    devices[0] = { device: 1, registrationId: alice.registrationId, ciphertext: randomBytes(96 * 1024 + 1) }
    expect(await alice.deliver('', { devices })).toMatchObject({
      status: 413,
      body: { code: 'too-large', data: { limit: 96 * 1024 } },
    })
    for (let count = 1; count < 300; count += 1) await alice.deliver('x')
    expect(await alice.deliver('x')).toMatchObject(refused(507, 'mailbox-full'))
    const socket = await alice.connect()
    socket.acknowledge(await socket.envelopes(1))
    await expect.poll(async () => (await alice.deliver('room')).status).toBe(200)
    await socket.close()
  })

  test('R-13 who has no delivery token does not learn whether somebody is there', async () => {
    const socket = await alice.connect()
    expect((await socket.next()).body.case).toBe('drained')
    const token = randomBytes(32)
    await alice.ask(routes.putRequestToken, {
      params: { hash: toBase64url(sha256(token)) },
      json: { expiresAt: Date.now() + 60_000 },
    })
    for (const access of [{}, { [headers.requestToken]: toBase64url(token) }]) {
      expect(await alice.deliver('kept', { access })).toMatchObject({ status: 200, body: { online: false } })
      const unseen = await alice.deliver('typing', { access, ephemeral: true })
      expect(unseen).toMatchObject({ status: 200, body: { online: false } })
    }
    expect((await socket.envelopes(2)).map(textOf)).toEqual(['kept', 'kept'])
    expect(socket.unread).toBe(0)
    await socket.close()
  })

  test.each([
    ['devices', [0x22, 0x00]],
    ['unknown fields', [0xa0, 0x06, 0x00]],
    ['groups', [0x2b, 0x2c]],
    ['fields of one device', [0x1a, 0x00], [0x22, 0xf0, 0xf5, 0x36]],
  ])('R-19 a body of nothing but %s is refused at once', async (_, field, head: number[] = []) => {
    const fields = Array.from({ length: 899_824 }, (__, n) => field[n % field.length] ?? 0)
    const bytes = Uint8Array.from([...head, ...fields])
    const params = { account: alice.id }
    const answer = await ask(relay.url, routes.deliver, { params, bytes, type: mediaTypes.protobuf })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-input', message: 'too many fields' } })
  })

  test('R-14 the expiry that the sender asked for counts', async () => {
    await alice.deliver('short', { expiresInMs: 1 })
    await alice.deliver('long')
    const socket = await alice.connect()
    expect((await socket.envelopes(1)).map(textOf)).toEqual(['long'])
    await socket.close()
  })

  test('R-13 an ephemeral envelope reaches who is connected, or nobody, and is never stored', async () => {
    expect(await alice.deliver('lost', { ephemeral: true })).toMatchObject({ status: 200, body: { online: false } })
    const socket = await alice.connect()
    expect((await socket.next()).body.case).toBe('drained')
    expect(await alice.deliver('typing', { ephemeral: true })).toMatchObject({ status: 200, body: { online: true } })
    const { body } = await socket.next()
    expect(body.case === 'ephemeral' && textOf(body.value)).toBe('typing')
    await socket.close()
    const again = await alice.connect()
    expect((await again.next()).body.case).toBe('drained')
    await again.close()
  })

  test.each([
    ['garbage', randomBytes(100), mediaTypes.protobuf],
    ['nothing', new Uint8Array(), mediaTypes.protobuf],
    ['JSON', Buffer.from('{}'), mediaTypes.json],
    ['broken JSON', Buffer.from('{'), mediaTypes.json],
    ['another type', Buffer.from('x'), 'text/plain'],
    ['a stream of bytes', randomBytes(100), mediaTypes.bytes],
  ])('R-19 a body of %s is refused', async (_, bytes, type) => {
    const answer = await ask(relay.url, routes.deliver, {
      params: { account: alice.id },
      headers: deliveryToken(alice.deliveryToken),
      bytes: Uint8Array.from(bytes),
      type,
    })
    expect(answer).toMatchObject(refused(400, 'invalid-input'))
    expect(relay.logs()).not.toContain('a request failed')
  })

  test('R-19 a body beyond all limits is refused', async () => {
    const answer = await ask(relay.url, routes.deliver, {
      params: { account: alice.id },
      bytes: new Uint8Array(2 * 1024 * 1024),
      type: mediaTypes.protobuf,
    })
    expect(answer).toMatchObject(refused(413, 'too-large'))
  })
})
