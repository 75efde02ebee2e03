/** Two relays that are one: what one is told, the other knows. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type BlobState, closeCodes, type Delivered, headers, routes } from '../shared/relay-api/index.ts'
import { ask, TestAccount, TestSocket, textOf } from './testing/client.ts'
import { startNats, type TestNats } from './testing/nats.ts'
import { startPostgres, type TestPostgres } from './testing/postgres.ts'
import { startTestRelay, type TestRelay } from './testing/relay.ts'
import { documentedColumns } from './testing/used-relay.ts'

/** Tables by which relays hear each other through PostgreSQL. */
const ofNotifyBus = /^(presence|relay_process|ephemeral)\./

describe.each([
  ['LISTEN and NOTIFY', false],
  ['NATS', true],
])('two relays over %s', (_, overNats) => {
  let postgres: TestPostgres
  let nats: TestNats | null
  let blobs: string
  let one: TestRelay
  let two: TestRelay
  beforeAll(async () => {
    postgres = await startPostgres()
    blobs = await mkdtemp(path.join(tmpdir(), 'relay-shared-'))
    nats = overNats ? await startNats() : null
    const options = {
      ...{ postgres: { url: postgres.url, connections: 4 }, blobs },
      ...(nats !== null && { nats: { servers: [nats.url] } }),
    }
    one = await startTestRelay(options)
    two = await startTestRelay(options, one)
  })
  afterAll(async () => {
    await one?.dispose()
    await two?.dispose()
    await postgres.dispose()
    await nats?.kill()
    await rm(blobs, { recursive: true })
  })

  const made = (name: string) => TestAccount.make(one.url, name)

  test('R-33 what was delivered at one relay is given out by the other, at once and in order', async () => {
    const alice = await made('alice')
    await alice.deliver('before')
    const socket = await TestSocket.open(two.url, alice.ticket)
    expect((await socket.envelopes(1)).map(textOf)).toEqual(['before'])
    await vi.waitFor(async () => expect((await alice.deliver('now')).body).toEqual({ online: true }))
    const found = await socket.envelopes(1)
    expect(found.map(textOf)).toEqual(['now'])
    await socket.close()
  })

  test('R-33 an ephemeral message finds the device at the other relay', async () => {
    const bob = await made('bob')
    const socket = await TestSocket.open(two.url, bob.ticket)
    await vi.waitFor(async () => {
      const { body } = (await bob.deliver('ringing', { ephemeral: true })) as { body: Delivered }
      expect(body.online).toBe(true)
    })
    for (;;) {
      const { body } = await socket.next()
      if (body.case !== 'ephemeral') continue
      expect(textOf(body.value)).toBe('ringing')
      break
    }
    await socket.close()
  })

  test('R-33 of two sockets of one device at two relays the earlier is closed', async () => {
    const carol = await made('carol')
    const first = await TestSocket.open(one.url, carol.ticket)
    const second = await TestSocket.open(two.url, carol.ticket)
    expect(await first.closed).toBe(closeCodes.replaced)
    await carol.deliver('to the second')
    expect((await second.envelopes(1)).map(textOf)).toEqual(['to the second'])
    await second.close()
  })

  test('R-33 who waits for chunks at one relay hears of those that come in at the other', async () => {
    const dave = await made('dave')
    const { id, writeCapability, readCapability } = await dave.createBlob(2)
    const reader = { [headers.capability]: readCapability }
    const state = async (query: Record<string, number>) =>
      ask<BlobState>(two.url, routes.blobState, { params: { id }, query, headers: reader })
    const { version } = (await state({})).body
    const waiting = state({ since: version, wait: 20 })
    const bytes = Uint8Array.from(randomBytes(1024))
    const put = await ask(one.url, routes.putChunk, {
      params: { id, n: 0 },
      bytes,
      headers: { [headers.capability]: writeCapability },
    })
    expect(put.status).toBeLessThan(300)
    expect((await waiting).body.version).toBeGreaterThan(version)
    const got = await ask(two.url, routes.getChunk, { params: { id, n: 0 }, headers: reader })
    expect(got.bytes).toEqual(bytes)
  })

  test('R-33 an account that is deleted at one relay is gone at the other', async () => {
    const erin = await made('erin')
    const socket = await TestSocket.open(two.url, erin.ticket)
    await vi.waitFor(async () => expect((await erin.deliver('x')).body).toEqual({ online: true }))
    expect((await erin.ask(routes.deleteAccount)).status).toBe(204)
    expect(await socket.closed).toBe(closeCodes.unauthorized)
    await expect(TestSocket.open(two.url, erin.ticket)).rejects.toThrow('401')
  })

  test('R-37 the tables have the columns that the document lists, and no others', async () => {
    const client = new Client({ connectionString: postgres.url })
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'megachat_relay'",
    )
    await client.end()
    expect(rows.map(({ name }) => name).toSorted()).toEqual(
      documentedColumns('postgres')
        .filter((column) => !overNats || !ofNotifyBus.test(column))
        .toSorted(),
    )
  })

  test('R-33 without the database a relay lives, is not ready and asks to come again; then it serves as before', async () => {
    const frank = await made('frank')
    expect((await frank.deliver('kept')).status).toBe(200)
    await postgres.kill()
    expect((await frank.deliver('not now')).body).toMatchObject({ code: 'relay-busy', data: { retryAfterMs: 1000 } })
    expect((await fetch(`${one.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${one.url}/healthz`)).status).toBe(200)
    await postgres.start()
    for (const { url } of [one, two]) {
      await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), 10_000)
    }
    const socket = await TestSocket.open(two.url, frank.ticket)
    expect((await socket.envelopes(1)).map(textOf)).toEqual(['kept'])
    expect((await frank.deliver('again')).status).toBe(200)
    expect((await socket.envelopes(1)).map(textOf)).toEqual(['again'])
    await socket.close()
  })
})
