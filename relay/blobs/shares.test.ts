import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { headers, routes } from '../../shared/relay-api/index.ts'
import { toBase64url } from '../encoding.ts'
import { ask, TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'
import { newBlobKey } from './blob-id.ts'
import { BlobShares } from './shares.ts'

let relay: TestRelay
let alice: TestAccount
beforeEach(async () => {
  relay = await startTestRelay()
  alice = await TestAccount.make(relay.url, 'alice')
})
afterEach(() => relay.dispose())

const by = (capability: string) => ({ [headers.capability]: capability })

async function sharedBlob() {
  const blob = await alice.createBlob(2, 1024)
  const chunk = Uint8Array.from(randomBytes(1000))
  const put = { params: { id: blob.id, n: 0 }, headers: by(blob.writeCapability), bytes: chunk }
  expect((await ask(relay.url, routes.putChunk, put)).status).toBe(204)
  const share = async (capability: string) =>
    ask<{ share: string }>(relay.url, routes.shareBlob, { params: { id: blob.id }, headers: by(capability) })
  const { body } = await share(blob.writeCapability)
  return { blob, chunk, share, token: body.share }
}
const read = (share: string, n = 0) => ask(relay.url, routes.getSharedChunk, { params: { share, n } })
const gone = { status: 404, body: { code: 'not-found' } }

test('F-56 whoever has a share reads what is held, without an account', async () => {
  const { chunk, share, token, blob } = await sharedBlob()
  const { status, bytes } = await read(token)
  expect(status).toBe(200)
  expect(Buffer.compare(bytes, chunk)).toBe(0)
  expect((await share(blob.readCapability)).status).toBe(200)
  expect(await share(toBase64url(randomBytes(32)))).toMatchObject(gone)
})

test('F-56 a share is no capability: nothing is written, taken or deleted with it', async () => {
  const { token, blob } = await sharedBlob()
  const capability = by(toBase64url(Buffer.from(token, 'base64url').subarray(0, 32)))
  const params = { id: blob.id }
  const bytes = Uint8Array.from(randomBytes(10))
  expect(
    await ask(relay.url, routes.putChunk, { params: { ...params, n: 1 }, headers: capability, bytes }),
  ).toMatchObject(gone)
  expect(await ask(relay.url, routes.takeChunks, { params, headers: capability, json: { chunks: [0] } })).toMatchObject(
    gone,
  )
  expect(await ask(relay.url, routes.deleteBlob, { params, headers: capability })).toMatchObject(gone)
  expect((await read(token)).status).toBe(200)
})

test('F-56 it ends with what it shares', async () => {
  const { token, blob } = await sharedBlob()
  expect(await read(token, 1)).toMatchObject({ status: 410, body: { code: 'transfer-gone' } })
  const taken = { params: { id: blob.id }, headers: by(blob.readCapability), json: { chunks: [0] } }
  expect((await ask(relay.url, routes.takeChunks, taken)).status).toBe(204)
  expect(await read(token)).toMatchObject({ status: 410, body: { code: 'transfer-gone' } })
  expect(
    (await ask(relay.url, routes.deleteBlob, { params: { id: blob.id }, headers: by(blob.readCapability) })).status,
  ).toBe(204)
  expect(await read(token)).toMatchObject(gone)
})

test('F-56 it says nothing of whose blob it is, and no other relay has made it', () => {
  const [here, elsewhere] = [new BlobShares(randomBytes(32)), new BlobShares(randomBytes(32))]
  const blob = newBlobKey(alice.id)
  const token = here.make(blob)
  expect(here.open(token)).toEqual(blob)
  expect(here.make(blob)).not.toBe(token)
  expect(Buffer.from(token, 'base64url').toString('hex')).not.toContain(alice.id.replaceAll('-', ''))
  expect(elsewhere.open(token)).toBeNull()
  for (let at = 0; at < 60; at++) {
    const bytes = Buffer.from(token, 'base64url')
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    expect(here.open(toBase64url(bytes))).toBeNull()
  }
})
