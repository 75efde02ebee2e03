import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bundles, headers, type PrekeyCounts, routes } from '../../shared/relay-api/index.ts'
import { toBase64url } from '../encoding.ts'
import { ask, TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'

let relay: TestRelay
let alice: TestAccount
beforeEach(async () => {
  relay = await startTestRelay({
    rates: { strangersPerMailbox: { burst: 2, perMinute: 1 }, bundles: { burst: 3, perMinute: 1 } },
  })
  alice = await TestAccount.make(relay.url, 'alice')
})
afterEach(() => relay.dispose())

const bundles = (account: string, access: Readonly<Record<string, string>> = {}) =>
  ask<Bundles>(relay.url, routes.bundles, { params: { account }, headers: access })
const token = () => ({ [headers.deliveryToken]: toBase64url(alice.deliveryToken) })

test('R-8 R-9 one-time keys go out once each; then the last-resort key, and no EC key', async () => {
  const upload = alice.prekeys(2)
  expect((await alice.ask(routes.putPrekeys, { json: upload })).status).toBe(204)
  expect((await alice.ask<PrekeyCounts>(routes.countPrekeys)).body).toEqual({
    oneTime: 2,
    oneTimeKyber: 2,
    nextOneTimeId: 1,
    nextOneTimeKyberId: 1,
    signedId: 1000,
    lastResortKyberId: 2000,
  })
  const taken = await Promise.all(Array.from({ length: 3 }, () => bundles(alice.id, token())))
  expect((await alice.ask<PrekeyCounts>(routes.countPrekeys)).body).toMatchObject({
    oneTime: 0,
    nextOneTimeId: null,
    nextOneTimeKyberId: null,
  })
  const devices = taken.map(({ body }) => body.devices[0])
  expect(devices.map((device) => device?.oneTime?.id ?? null).toSorted()).toEqual([1, 2, null])
  expect(devices.map((device) => device?.kyber.id ?? 0).toSorted((a, b) => a - b)).toEqual([1, 2, 2000])
  for (const device of devices) {
    expect(device?.signed).toEqual(upload.signed)
    expect(device?.registrationId).toBe(alice.registrationId)
    const sent = [...(upload.oneTimeKyber ?? []), upload.lastResortKyber]
    expect(sent).toContainEqual(device?.kyber)
  }
})

test('R-10 a key that its owner has not signed is refused, and nothing of the upload is kept', async () => {
  const foreign = new TestAccount(relay.url, 'mallory').prekeys(1)
  for (const json of [{ signed: foreign.signed }, { oneTimeKyber: foreign.oneTimeKyber }]) {
    const answer = await alice.ask(routes.putPrekeys, { json: { ...alice.prekeys(1), ...json } })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-input' } })
  }
  expect((await alice.ask<PrekeyCounts>(routes.countPrekeys)).body).toMatchObject({ oneTime: 0, signedId: null })
})

test('a hundred keys of each kind go up at once', async () => {
  expect((await alice.ask(routes.putPrekeys, { json: alice.prekeys(100) })).status).toBe(204)
  expect((await alice.ask<PrekeyCounts>(routes.countPrekeys)).body).toMatchObject({ oneTime: 100, oneTimeKyber: 100 })
})

test('R-7 R-30 bundles need a token, or patience', async () => {
  await alice.ask(routes.putPrekeys, { json: alice.prekeys(0) })
  const wrong = { [headers.deliveryToken]: toBase64url(new Uint8Array(32)) }
  const answers = [await bundles(alice.id, wrong), await bundles(randomUUID(), wrong)]
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  expect(answers[1]?.body).toEqual(answers[0]?.body)
  expect((await bundles(alice.id)).body.devices).toHaveLength(1)
  expect((await bundles(alice.id)).status).toBe(200)
  expect(await bundles(alice.id)).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
  expect((await bundles(alice.id, token())).status).toBe(200)
})

test('R-30 wrong tokens use up nothing of the right one', async () => {
  const wrong = { [headers.deliveryToken]: toBase64url(new Uint8Array(32)) }
  for (let n = 0; n < 3; n += 1) expect((await bundles(alice.id, wrong)).status).toBe(401)
  expect((await bundles(alice.id, wrong)).status).toBe(429)
  expect((await bundles(alice.id, token())).status).toBe(200)
})
