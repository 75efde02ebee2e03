/**
 * Files between two computers of one house while programs are killed, cables pulled and addresses changed, at random moments.
 * For root, who alone may make networks. `MEGACHAT_FAULT_ROUNDS` sets how often, `MEGACHAT_FAULT_SEED` repeats a run.
 * SPEC.md F-8, F-44.
 */
import { randomInt } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { networkObstacle } from '../../scripts/network-tools.ts'
import { type CoreChild, openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { House } from '../fixtures/house.ts'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { portOf, startRelay } from '../fixtures/relay.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'

const mib = 1024 * 1024
const size = 96 * mib
const rounds = Number(process.env.MEGACHAT_FAULT_ROUNDS ?? 50)
const seed = Number(process.env.MEGACHAT_FAULT_SEED ?? randomInt(2 ** 31))
const window = 64 * mib
/** Of frames, headers and what is said about the file. */
const overhead = 1.08

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function numbersFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

async function theHouse() {
  const house = new House(['cellar', 'study', 'kitchen'])
  const folder = temporaryFolder('trouble')
  const place = (name: string) => path.join(folder.path, name)
  const options = ['--host', house.addressOf('cellar')]
  let relay = await startRelay(place('relay'), 0, options, house.within('cellar'))
  const port = portOf(relay)
  const rooms = { alice: 'study', bob: 'kitchen' } as const
  const open = (name: keyof typeof rooms): CoreChild =>
    openCoreChild(place(name), { within: house.within(rooms[name]) })
  const people = { alice: open('alice'), bob: open('bob') }
  onTestFinished(async () => {
    await Promise.all([people.alice.close(), people.bob.close()])
    await relay.stop()
    house.remove()
    folder.remove()
  })
  await createAccount(people.alice, relay.ready.link, 'Alice')
  await createAccount(people.bob, relay.ready.link, 'Bob')
  const { ofAlice } = await becomeContacts([people.alice, people.bob], 'alice')
  // Slow enough to be found half way.
  await people.alice.core.settings.change({ rateLimits: { up: 40_000_000, down: 0 } })
  let addresses = 100
  const troubles = {
    'the sender is killed': async () => {
      await people.alice.kill()
      people.alice = open('alice')
    },
    'the receiver is killed': async () => {
      await people.bob.kill()
      people.bob = open('bob')
    },
    'the relay is killed': async () => {
      await relay.kill()
      relay = await startRelay(place('relay'), port, options, house.within('cellar'))
    },
    'the cable is pulled': async (random: () => number) => {
      const room = random() < 0.5 ? rooms.alice : rooms.bob
      house.unplug(room)
      await delay(500 + random() * 3000)
      house.plugIn(room)
    },
    'the address changes': async (random: () => number) => {
      addresses += 1
      house.move(random() < 0.5 ? rooms.alice : rooms.bob, `10.77.0.${addresses}`)
    },
  }
  return { house, place, people, ofAlice, troubles }
}

/** A round that is not over by then fails by itself. */
const minutesEach = 4

test.skipIf(networkObstacle() !== undefined)(
  'F-8, F-44 files arrive whole through any trouble',
  async () => {
    const { house, place, people, ofAlice, troubles } = await theHouse()
    const random = numbersFrom(seed)
    const names = Object.keys(troubles) as (keyof typeof troubles)[]
    process.stderr.write(`MEGACHAT_FAULT_SEED=${seed}\n`)
    mkdirSync(place('sent'))
    for (let round = 1; round <= rounds; round++) {
      const file = place(`sent/${round}.bin`)
      await writeRandomFile(file, size)
      const before = house.sentBy('study')
      const id = await offerFile(people.alice, people.bob, ofAlice, file)
      await people.bob.core.transfers.accept({ transferId: id })
      const happened: string[] = []
      const count = 1 + Math.floor(random() * 2)
      for (let n = 0; n < count; n++) {
        await delay(random() * 2000)
        const name = names[Math.floor(random() * names.length)] ?? 'the sender is killed'
        happened.push(name)
        await troubles[name](random)
      }
      for (const person of ['bob', 'alice'] as const)
        await Promise.race([
          whenTransfer(people[person], id, ({ state }) => state === 'done'),
          delay(180_000).then(() => {
            throw new Error(`round ${round}, seed ${seed}: ${person} is not done after ${happened.join(', ')}`)
          }),
        ])
      const received = place(`bob/downloads/${round}.bin`)
      expect([happened, await hashOfFile(received)]).toEqual([happened, await hashOfFile(file)])
      const twice = house.sentBy('study') - before - size * overhead
      expect([happened, Math.max(0, twice)]).toEqual([happened, Math.min(Math.max(0, twice), count * window)])
      process.stderr.write(`${round} of ${rounds}: ${happened.join(', ')}\n`)
      rmSync(received)
      rmSync(file)
    }
  },
  minutesEach * rounds * 60_000,
)
