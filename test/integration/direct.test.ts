import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startRelay } from '../../relay/start.ts'
import { temporaryFolder, testRelay } from './person.ts'
import {
  downloads,
  fileOf,
  hashOf,
  leaveHalfWay,
  mib,
  moving,
  offer,
  transfer,
  twoPeople,
  whenState,
} from './transfers.ts'

test('F-40, F-43 a file goes straight to the other computer, and whole', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const file = fileOf(150 * mib + 12_345)
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await transfer(alice, id, (one) => one.path === 'lan')
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
})

test('F-40 with "always through the relay" on either side nobody is met', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  for (const careful of [alice, bob]) {
    await careful.api.settings.change({ alwaysThroughRelay: true })
    const id = await offer(alice, bob, withBob, fileOf(30 * mib))
    await bob.api.transfers.accept({ transferId: id })
    const ways = new Set<string | null>()
    await transfer(bob, id, ({ path: way, state }) => {
      ways.add(way)
      return state === 'done'
    })
    expect(ways.has('lan') || ways.has('direct')).toBe(false)
    await careful.api.settings.change({ alwaysThroughRelay: false })
  }
})

test('F-44 either side that closes half way goes on where it was, straight again', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const file = fileOf(400 * mib)
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await leaveHalfWay([bob, alice], bob, id)
  await Promise.all([whenState(alice, id, 'done'), whenState(bob, id, 'done')])
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
})

test('F-43 what goes straight goes on while the relay is away', async () => {
  const data = temporaryFolder()
  const relay = await startRelay({ data, logLevel: 'silent' })
  const { alice, bob, withBob } = await twoPeople(relay)
  const file = fileOf(400 * mib)
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await transfer(bob, id, ({ path: way, confirmed }) => way === 'lan' && confirmed > 0)
  await relay.close()
  await whenState(bob, id, 'done')
  expect(hashOf(path.join(downloads(bob), 'film.mkv'))).toBe(hashOf(file))
  // The sender hears of it when there is a relay again.
  await testRelay({ data, port: relay.port })
  await whenState(alice, id, 'done')
})

test('F-6 a source that changes while it goes straight ends the transfer on both sides', async () => {
  const { alice, bob, withBob } = await twoPeople(await testRelay())
  const file = fileOf(500 * mib)
  const id = await offer(alice, bob, withBob, file)
  await bob.api.transfers.accept({ transferId: id })
  await moving(bob, id)
  truncateSync(file, 100)
  writeFileSync(file, randomBytes(100), { flag: 'a' })
  await Promise.all([whenState(alice, id, 'failed'), whenState(bob, id, 'failed')])
  expect(statSync(file).size).toBe(200)
  expect(readFileSync(file)).toHaveLength(200)
})

test.each(['up', 'down'] as const)(
  'F-45 a limit (%s) keeps transfers back, and is lifted at once',
  async (direction) => {
    const { alice, bob, withBob } = await twoPeople(await testRelay())
    const limited = direction === 'up' ? alice : bob
    await limited.api.settings.change({ rateLimits: { up: 0, down: 0, [direction]: 5_000_000 } })
    const ids = [
      await offer(alice, bob, withBob, fileOf(60 * mib, 'one.bin')),
      await offer(alice, bob, withBob, fileOf(60 * mib, 'two.bin')),
    ]
    for (const transferId of ids) await bob.api.transfers.accept({ transferId })
    // Both get their turn, and neither more than a few chunks of its 15.
    for (const id of ids) {
      const { confirmed } = await transfer(bob, id, (one) => one.confirmed > 0)
      expect(confirmed).toBeLessThan(30 * mib)
    }
    await limited.api.settings.change({ rateLimits: { up: 0, down: 0 } })
    await Promise.all(ids.map((id) => whenState(bob, id, 'done')))
  },
)
