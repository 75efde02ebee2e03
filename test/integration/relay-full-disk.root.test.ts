/** A relay whose disk is full. For root, who alone may mount a small one. SPEC.md R-31. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../../relay/start.ts'
import { ask, TestAccount } from '../../relay/testing/client.ts'
import { routes } from '../../shared/relay-api/index.ts'
import { mib, SmallDisk } from '../fixtures/small-disk.ts'
import { temporaryFolder } from './person.ts'
import { fillUp, options, receive } from './relay-filled.ts'

test('R-31 SQLite on a disk that is full: said so, nothing that was taken is lost, and all goes on with room', {
  timeout: 60_000,
}, async () => {
  const data = path.join(temporaryFolder(), 'data')
  const disk = new SmallDisk(data, 48 * mib)
  onTestFinished(() => disk.remove())
  const relay = await startRelay({ ...options, data })
  onTestFinished(() => relay.close())
  const alice = await TestAccount.make(relay.url, 'alice')
  disk.fill(4 * mib)
  const { taken, refusal } = await fillUp(alice, 0, 500)
  expect(refusal).toMatchObject({ status: 507, body: { code: 'disk-full' } })
  expect(taken).toBeGreaterThan(10)
  // What needs no room is answered as ever.
  expect((await ask(relay.url, routes.info)).status).toBe(200)
  expect((await ask(relay.url, routes.findByName, { params: { username: 'alice' } })).status).toBe(200)
  disk.empty()
  expect((await alice.deliver(`${taken} last`)).status).toBe(200)
  expect(await receive(alice, taken + 1)).toEqual(Array.from({ length: taken + 1 }, (_, n) => n))
})
