import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CreatedBlob, headers, routes } from '../../shared/relay-api/index.ts'
import { sha256, toBase64url } from '../encoding.ts'
import { ask, TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'

let relay: TestRelay
let alice: TestAccount
beforeEach(async () => {
  relay = await startTestRelay({ limits: { accountBlobBytes: 40_000, accountBlobs: 4 } })
  alice = await TestAccount.make(relay.url, 'alice')
})
afterEach(() => relay.dispose())

const refused = (status: number, code: string) => ({ status, body: { code } })
const small = { chunks: 2, chunkBytes: 1024 }

/** As somebody who has no account here. */
const leave = (
  account: string,
  token: Uint8Array | null,
  json: object = small,
  header: string = headers.deliveryToken,
) =>
  ask<CreatedBlob>(relay.url, routes.leaveBlob, {
    params: { account },
    headers: token === null ? {} : { [header]: toBase64url(token) },
    json,
  })

test('F-31 whoever has the delivery token leaves chunks, and the account takes them later', async () => {
  const { status, body: blob } = await leave(alice.id, alice.deliveryToken)
  expect(status).toBe(200)
  const by = (capability: string) => ({ [headers.capability]: capability })
  const chunk = randomBytes(1000)
  const put = await ask(relay.url, routes.putChunk, {
    params: { id: blob.id, n: 0 },
    headers: by(blob.writeCapability),
    bytes: Uint8Array.from(chunk),
  })
  expect(put.status).toBe(204)
  const got = await ask(relay.url, routes.getChunk, {
    params: { id: blob.id, n: 0 },
    headers: by(blob.readCapability),
  })
  expect(Buffer.compare(got.bytes, chunk)).toBe(0)
})

test('F-31 a wrong token and an unknown account are told the same, in the same time', async () => {
  const time = async (account: string) => {
    const start = performance.now()
    const answer = await leave(account, randomBytes(32))
    return { answer, ms: performance.now() - start }
  }
  const first = await time(alice.id)
  expect(first.answer).toMatchObject(refused(401, 'unauthorized'))
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < 60; round += 1) {
    for (const [which, account] of [alice.id, randomUUID()].entries()) {
      const { answer, ms } = await time(account)
      expect(answer).toEqual(first.answer)
      times[which as 0 | 1].push(ms)
    }
  }
  const [known, unknown] = times.map((list) => list.sort((a, b) => a - b)[30] ?? 0) as [number, number]
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2)
})

test('F-31 nobody else leaves anything: not without a token, not with another kind, not with an old one', async () => {
  const token = randomBytes(32)
  const params = { hash: toBase64url(sha256(token)) }
  const known = await alice.ask(routes.putRequestToken, { params, json: { expiresAt: Date.now() + 60_000 } })
  expect(known.status).toBe(204)
  expect(await leave(alice.id, null)).toMatchObject(refused(401, 'unauthorized'))
  expect(await leave(alice.id, token, small, headers.requestToken)).toMatchObject(refused(401, 'unauthorized'))
})

test('F-31 what is left counts against the account, and takes half of its blobs and bytes at most', async () => {
  const { body: blob } = await leave(alice.id, alice.deliveryToken, { chunks: 4, chunkBytes: 5000 })
  const put = (id: string, capability: string, n: number, bytes = 5000) =>
    ask(relay.url, routes.putChunk, {
      params: { id, n },
      headers: { [headers.capability]: capability },
      bytes: Uint8Array.from(randomBytes(bytes)),
    })
  for (let n = 0; n < 4; n++) expect((await put(blob.id, blob.writeCapability, n)).status).toBe(204)
  // Half of the bytes are held: nothing more is left, though the account could still take as much for itself.
  expect(await leave(alice.id, alice.deliveryToken, { chunks: 1, chunkBytes: 1 })).toMatchObject(
    refused(507, 'quota-exceeded'),
  )
  const own = await alice.createBlob(5, 5000)
  for (let n = 0; n < 4; n++) expect((await put(own.id, own.writeCapability, n)).status).toBe(204)
  expect(await put(own.id, own.writeCapability, 4, 1)).toMatchObject(refused(507, 'quota-exceeded'))
})

test('F-31 no more is left than half of what the account may have', async () => {
  expect(await leave(alice.id, alice.deliveryToken, { chunks: 5, chunkBytes: 5000 })).toMatchObject(
    refused(507, 'quota-exceeded'),
  )
  const one = { chunks: 1, chunkBytes: 5000 }
  expect((await leave(alice.id, alice.deliveryToken, one)).status).toBe(200)
  expect((await leave(alice.id, alice.deliveryToken, one)).status).toBe(200)
  expect(await leave(alice.id, alice.deliveryToken, one)).toMatchObject(refused(507, 'quota-exceeded'))
  await alice.createBlob(1)
  await alice.createBlob(1)
})
