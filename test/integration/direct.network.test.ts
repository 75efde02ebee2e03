/** Files between computers of one house. For root, who alone may make networks. SPEC.md F-40 ff. */
import { expect, test } from 'vitest'
import { House } from '../fixtures/house.ts'
import { whenTransfer } from '../fixtures/transfers.ts'
import { peopleOf } from './networked-people.ts'
import { mib } from './transfers.ts'

async function twoComputers() {
  const house = new House(['cellar', 'study', 'kitchen'])
  const people = await peopleOf({
    relay: { address: house.addressOf('cellar'), within: house.within('cellar') },
    alice: house.within('study'),
    bob: house.within('kitchen'),
    remove: () => house.remove(),
  })
  return { house, ...people }
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
