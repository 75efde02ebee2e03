/** Files between two houses, each behind a router. For root, who alone may make networks. SPEC.md F-46 f. */
import { expect, test } from 'vitest'
import { type Router, Street } from '../fixtures/street.ts'
import { whenTransfer } from '../fixtures/transfers.ts'
import { peopleOf } from './networked-people.ts'
import { mib } from './transfers.ts'

/** Sends a file from house to house; gives the ways that the receiver was shown, and whether it is whole. */
async function sentAlong(router: Router) {
  const street = new Street(router)
  const { alice, bob, send, isWhole } = await peopleOf({
    relay: { address: street.relayAddress, within: street.withinRelay },
    alice: street.withinHouse('first'),
    bob: street.withinHouse('second'),
    remove: () => street.remove(),
  })
  // Slow enough to be seen on its way.
  await alice.core.settings.change({ rateLimits: { up: 40_000_000, down: 0 } })
  const id = await send(200 * mib)
  const ways = new Set<string>()
  await whenTransfer(bob, id, ({ path: way, confirmed, state }) => {
    if (way !== null && confirmed > 0) ways.add(way)
    return state === 'done'
  })
  return { ways: [...ways], isWhole: await isWhole() }
}

test('F-47 through two routers that keep ports a file goes straight', async () => {
  const { ways, isWhole } = await sentAlong('keeps-ports')
  // The relay may begin until the way is open.
  expect([ways.at(-1), isWhole]).toEqual(['direct', true])
})

test.each(['natpmp', 'upnp'] as const)('F-57 where a router opens a port by %s, a file goes straight', async (by) => {
  const { ways, isWhole } = await sentAlong(by)
  expect([ways.at(-1), isWhole]).toEqual(['direct', true])
})

test('F-47 through routers that give everybody another port it goes through the relay, and says so', async () => {
  expect(await sentAlong('random')).toEqual({ ways: ['relay'], isWhole: true })
})
