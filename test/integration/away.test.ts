import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startRelay } from '../../relay/start.ts'
import type { TransferId } from '../../shared/ids.ts'
import { tokenOf } from '../fixtures/path-token.ts'
import { firstOf, type Person, temporaryFolder, testRelay } from './person.ts'
import { downloads, fileOf, hashOf, mib, offer, transfer, twoPeople, whenState } from './transfers.ts'

/** Files of chunks that a relay holds. */
const held = (data: string): number =>
  existsSync(path.join(data, 'blobs'))
    ? readdirSync(path.join(data, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
        .length
    : 0

/** The sender leaves, the receiver comes and fetches; then the sender hears of it. */
async function fetchAlone(sender: Person, receiver: Person, id: TransferId, file: string): Promise<void> {
  await sender.close()
  await receiver.open()
  await whenState(receiver, id, 'offered')
  await receiver.api.transfers.accept({ transferId: id })
  await whenState(receiver, id, 'done')
  expect(hashOf(path.join(downloads(receiver), 'film.mkv'))).toBe(hashOf(file))
  await sender.open()
  await whenState(sender, id, 'done')
}

test('F-55 a file for whoever is away is stored at their relay, and fetched when its sender has left', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob } = await twoPeople(relay)
  await bob.close()
  const file = fileOf(70 * mib + 7)
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  const stored = await transfer(alice, id, ({ away }) => away === 'stored')
  expect(stored).toMatchObject({ state: 'waiting', sent: 70 * mib + 7, confirmed: 0 })
  await fetchAlone(alice, bob, id, file)
  await expect.poll(() => held(relay.data)).toBe(0)
})

test('F-55 what is being stored goes on where it was, after the relay was away', async () => {
  const data = temporaryFolder()
  const relay = await startRelay({ data, logLevel: 'silent' })
  const { alice, bob, withBob } = await twoPeople(relay)
  await alice.api.settings.change({ rateLimits: { up: 20_000_000, down: 0 } })
  await bob.close()
  const file = fileOf(60 * mib)
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  await transfer(alice, id, ({ away, sent }) => away === 'storing' && sent > 8 * mib)
  await relay.close()
  await transfer(alice, id, ({ state }) => state === 'waiting')
  const before = held(data)
  expect(before).toBeGreaterThan(0)
  await testRelay({ data, port: relay.port })
  await transfer(alice, id, ({ away }) => away === 'stored')
  // Nothing was sent twice, and there is one blob.
  expect(held(data)).toBe(15)
  await fetchAlone(alice, bob, id, file)
})

test('F-55 what is accepted by itself before its place is heard of comes all the same, without its sender', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const { autoDownload } = await firstOf(await bob.api.settings.watch(), () => true)
  await bob.api.settings.change({ autoDownload: { ...autoDownload, file: 200 * mib } })
  await bob.close()
  const file = fileOf(70 * mib)
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  await transfer(alice, id, ({ away }) => away === 'stored')
  await alice.close()
  await bob.open()
  await whenState(bob, id, 'done')
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  await alice.open()
  await whenState(alice, id, 'done')
})

test('F-55 accepted while it is being stored, it goes on straight', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob } = await twoPeople(relay)
  await alice.api.settings.change({ rateLimits: { up: 10_000_000, down: 0 } })
  await bob.close()
  const file = fileOf(200 * mib)
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  await transfer(alice, id, ({ away, sent }) => away === 'storing' && sent > 0)
  await bob.open()
  await whenState(bob, id, 'offered')
  await alice.api.settings.change({ rateLimits: { up: 0, down: 0 } })
  await bob.api.transfers.accept({ transferId: id })
  await transfer(alice, id, (one) => one.away === null && one.confirmed > 0)
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  await expect.poll(() => held(relay.data)).toBe(0)
})

test('F-55 what does not fit says so, and waits for both', async () => {
  const relay = await testRelay({ limits: { accountBlobBytes: 100 * mib } })
  const { alice, bob, withBob } = await twoPeople(relay)
  await bob.close()
  const file = fileOf(60 * mib)
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(file) })
  expect(await transfer(alice, id, ({ away }) => away === 'beyond')).toMatchObject({ state: 'offered', sent: 0 })
  expect(held(relay.data)).toBe(0)
  await bob.open()
  await whenState(bob, id, 'offered')
  await bob.api.transfers.accept({ transferId: id })
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
})

test('F-55 declined, nothing of it stays at the relay', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob } = await twoPeople(relay)
  await bob.close()
  const { transferId: id } = await alice.api.transfers.offer({
    conversationId: withBob,
    file: tokenOf(fileOf(9 * mib)),
  })
  await transfer(alice, id, ({ away }) => away === 'stored')
  expect(held(relay.data)).toBe(3)
  await bob.open()
  await whenState(bob, id, 'offered')
  await bob.api.transfers.decline({ transferId: id })
  await whenState(alice, id, 'declined')
  await expect.poll(() => held(relay.data)).toBe(0)
})

test('F-55, F-53 of a folder that is stored a part can be taken', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  await bob.close()
  const root = path.join(temporaryFolder(), 'stored')
  mkdirSync(root)
  for (const name of ['1', '2', '3']) writeFileSync(path.join(root, name), Buffer.alloc(9 * mib, name))
  const { transferId: id } = await alice.api.transfers.offer({ conversationId: withBob, file: tokenOf(root) })
  await transfer(alice, id, ({ away }) => away === 'stored')
  await alice.close()
  await bob.open()
  await whenState(bob, id, 'offered')
  await bob.api.transfers.accept({ transferId: id, without: [[0, 1]] })
  await whenState(bob, id, 'done')
  expect(readdirSync(path.join(downloads(bob), 'stored'))).toEqual(['3'])
  await alice.open()
  await whenState(alice, id, 'done')
})

test('F-55 nothing is stored for somebody who is there', async () => {
  const relay = await testRelay()
  const { alice, bob, withBob } = await twoPeople(relay)
  const id = await offer(alice, bob, withBob, fileOf(5 * mib))
  const asked = performance.now()
  // Longer than an answer is waited for.
  await expect.poll(() => performance.now() > asked + 5000, { timeout: 10_000 }).toBe(true)
  expect(await transfer(alice, id, () => true)).toMatchObject({ state: 'offered', away: null })
  expect(held(relay.data)).toBe(0)
})
