/** Files between two houses, each behind a router. For root, who alone may make networks. SPEC.md F-46 f. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { startRelay } from '../fixtures/relay.ts'
import { type Router, Street } from '../fixtures/street.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { temporaryFolder } from './person.ts'
import { mib } from './transfers.ts'

/** Sends a file from house to house; gives the ways that the receiver was shown, and whether it is whole. */
async function sentAlong(router: Router) {
  const street = new Street(router)
  const folder = temporaryFolder()
  const place = (name: string) => path.join(folder, name)
  const relay = await startRelay(place('relay'), 0, ['--host', street.relayAddress], street.withinRelay)
  const alice = openCoreChild(place('alice'), { within: street.withinHouse('first') })
  const bob = openCoreChild(place('bob'), { within: street.withinHouse('second') })
  onTestFinished(async () => {
    await Promise.all([alice.close(), bob.close()])
    await relay.stop()
    street.remove()
  })
  await createAccount(alice, relay.ready.link, 'Alice')
  await createAccount(bob, relay.ready.link, 'Bob')
  const { ofAlice } = await becomeContacts([alice, bob], 'alice')
  // Slow enough to be seen on its way.
  await alice.core.settings.change({ rateLimits: { up: 40_000_000, down: 0 } })
  await writeRandomFile(place('film.mkv'), 200 * mib)
  const id = await offerFile(alice, bob, ofAlice, place('film.mkv'))
  await bob.core.transfers.accept({ transferId: id })
  const ways = new Set<string>()
  await whenTransfer(bob, id, ({ path: way, confirmed, state }) => {
    if (way !== null && confirmed > 0) ways.add(way)
    return state === 'done'
  })
  const isWhole = (await hashOfFile(place('film.mkv'))) === (await hashOfFile(place('bob/downloads/film.mkv')))
  return { ways: [...ways], isWhole }
}

test('F-47 through two routers that keep ports a file goes straight', async () => {
  const { ways, isWhole } = await sentAlong('keeps-ports')
  // The relay may begin until the way is open.
  expect([ways.at(-1), isWhole]).toEqual(['direct', true])
})

test('F-47 through routers that give everybody another port it goes through the relay, and says so', async () => {
  expect(await sentAlong('random')).toEqual({ ways: ['relay'], isWhole: true })
})
