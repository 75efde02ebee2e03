/** Files between computers of one house. For root, who alone may make networks. SPEC.md F-40 ff. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { House } from '../fixtures/house.ts'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { startRelay } from '../fixtures/relay.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { temporaryFolder } from './person.ts'
import { mib } from './transfers.ts'

async function twoComputers() {
  const house = new House(['cellar', 'study', 'kitchen'])
  const folder = temporaryFolder()
  const place = (name: string) => path.join(folder, name)
  const relay = await startRelay(place('relay'), 0, ['--host', house.addressOf('cellar')], house.within('cellar'))
  const alice = openCoreChild(place('alice'), { within: house.within('study') })
  const bob = openCoreChild(place('bob'), { within: house.within('kitchen') })
  onTestFinished(async () => {
    await Promise.all([alice.close(), bob.close()])
    await relay.stop()
    house.remove()
  })
  await createAccount(alice, relay.ready.link, 'Alice')
  await createAccount(bob, relay.ready.link, 'Bob')
  const { ofAlice } = await becomeContacts([alice, bob], 'alice')
  const send = async (bytes: number) => {
    await writeRandomFile(place('film.mkv'), bytes)
    const id = await offerFile(alice, bob, ofAlice, place('film.mkv'))
    await bob.core.transfers.accept({ transferId: id })
    return id
  }
  const isWhole = async () =>
    (await hashOfFile(place('film.mkv'))) === (await hashOfFile(place('bob/downloads/film.mkv')))
  return { house, alice, bob, send, isWhole }
}

test('F-40 two computers of one house need the relay for words alone', async () => {
  const { bob, send, isWhole } = await twoComputers()
  const id = await send(100 * mib)
  const ways = new Set<string | null>()
  await whenTransfer(bob, id, ({ path: way, state }) => {
    ways.add(way)
    return state === 'done'
  })
  expect(ways.has('lan')).toBe(true)
  expect(await isWhole()).toBe(true)
})

test('F-43 who cannot reach each other use the relay; a way that is cut is left, and what moved is kept', async () => {
  const { house, alice, bob, send, isWhole } = await twoComputers()
  house.part('study', 'kitchen')
  // Slow enough for each state to be seen.
  await alice.core.settings.change({ rateLimits: { up: 40_000_000, down: 0 } })
  const id = await send(400 * mib)
  await whenTransfer(bob, id, ({ path: way, confirmed }) => way === 'relay' && confirmed > 0)
  // Each says where it is every half minute, and with each new attempt, which is sooner.
  house.join('study', 'kitchen')
  await alice.core.transfers.pause({ transferId: id })
  await alice.core.transfers.resume({ transferId: id })
  await whenTransfer(bob, id, ({ path: way }) => way === 'lan')
  house.part('study', 'kitchen')
  await whenTransfer(bob, id, ({ path: way }) => way === 'relay')
  await alice.core.settings.change({ rateLimits: { up: 0, down: 0 } })
  for (const person of [alice, bob]) await whenTransfer(person, id, ({ state }) => state === 'done')
  expect(await isWhole()).toBe(true)
})
