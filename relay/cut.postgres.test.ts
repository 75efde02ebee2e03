/** The network between a relay and its database is cut, and nobody is told. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { closeCodes } from '../shared/relay-api/index.ts'
import { TestAccount, TestSocket, textOf } from './testing/client.ts'
import { cuttableWay } from './testing/cuttable.ts'
import { startPostgres } from './testing/postgres.ts'
import { startTestRelay } from './testing/relay.ts'

/** Longest time until a relay has noticed, in milliseconds: a statement's, and one more look. */
const noticedWithinMs = 30_000

test('R-33 a cut of the network is noticed, nothing that was answered is lost, and devices elsewhere are found again', {
  timeout: 120_000,
}, async () => {
  const postgres = await startPostgres()
  const url = new URL(postgres.url)
  const way = await cuttableWay(Number(url.port))
  url.port = String(way.port)
  const blobs = await mkdtemp(path.join(tmpdir(), 'relay-cut-'))
  const schema = `cut_${randomUUID().slice(0, 8)}`
  const one = await startTestRelay({ blobs, postgres: { url: postgres.url, schema } })
  const two = await startTestRelay({ blobs, postgres: { url: url.href, schema } }, one)
  const alice = await TestAccount.make(one.url, 'alice')
  const socket = await TestSocket.open(two.url, alice.ticket)
  await vi.waitFor(async () => expect((await alice.deliver('before')).body).toEqual({ online: true }), 5000)
  await socket.envelopes(1)

  way.cut()
  expect((await alice.deliver('meanwhile')).status).toBe(200)
  const elsewhere: TestAccount = Object.assign(Object.create(alice), { url: two.url })
  const refused = await elsewhere.deliver('to the relay that is cut off')
  expect(refused).toMatchObject({ status: 503, body: { code: 'relay-busy' } })
  // A device whose mailbox cannot be read is sent away, and comes again.
  expect(await socket.closed).toBe(closeCodes.goingAway)
  way.mend()
  await vi.waitFor(async () => expect((await elsewhere.deliver('after')).status).toBe(200), noticedWithinMs)
  const again = await TestSocket.open(two.url, alice.ticket)
  expect((await again.envelopes(3)).map(textOf).toSorted()).toEqual(['after', 'before', 'meanwhile'])
  await vi.waitFor(async () => {
    const { body } = await alice.deliver('rung', { ephemeral: true })
    expect(body).toEqual({ online: true })
  }, noticedWithinMs)
  await alice.deliver('at once')
  expect((await again.envelopes(1)).map(textOf)).toEqual(['at once'])
  await again.close()
  // What is left of the connections of before the cut is not waited for.
  await way.close()
  await one.dispose()
  await two.dispose()
  await postgres.dispose()
  await rm(blobs, { recursive: true })
})
