/**
 * A video call whose link is cut for eight seconds, and one of whose ends gets another address in its middle: seconds until
 * pictures flow again at both ends. For root; MEGACHAT_LINKEM names the program that emulates a link.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { receivedMedia } from '../e2e/media.ts'
import { type CallersNetwork, withTwoCallers } from '../e2e/two-callers.ts'
import { House } from '../fixtures/house.ts'
import { Link } from './link.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const cutMs = 8_000
const settleMs = 4_000
const lookEveryMs = 50
/** Milliseconds after which the call counts as dead. */
const patienceMs = 30_000

export async function run({ rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const afterCut: number[] = []
  const afterMove: number[] = []
  const link = new Link()
  try {
    await link.open({ delayMs: 25, mbitPerSecond: 20 })
    const relay = { within: link.near.within, options: ['--host', link.nearAddress] }
    const network = { relay, alice: link.near.within, bob: link.far.within }
    await inCall(network, async (pages) => {
      for (let round = 0; round < rounds; round++) {
        link.cut()
        await pause(cutMs)
        link.heal()
        afterCut.push(await untilPictures(pages))
        await pause(settleMs)
      }
    })
  } finally {
    link.close()
  }
  const house = new House(['relay', 'alice', 'bob'])
  try {
    const relay = { within: house.within('relay'), options: ['--host', house.addressOf('relay')] }
    await inCall({ relay, alice: house.within('alice'), bob: house.within('bob') }, async (pages) => {
      for (let round = 0; round < rounds; round++) {
        house.move('bob', `10.77.0.${100 + round}`)
        afterMove.push(await untilPictures(pages))
        await pause(settleMs)
      }
    })
  } finally {
    house.remove()
  }
  return benchResult(
    'call-survives',
    {
      afterCutP50S: percentile(afterCut, 0.5),
      afterCutMostS: Math.max(...afterCut),
      afterAddressChangeP50S: percentile(afterMove, 0.5),
      afterAddressChangeMostS: Math.max(...afterMove),
    },
    [
      { figure: 'afterCutP50S', atMost: 2 },
      { figure: 'afterAddressChangeP50S', atMost: 2 },
    ],
  )
}

async function inCall(network: CallersNetwork, work: (pages: readonly Page[]) => Promise<void>): Promise<void> {
  await withTwoCallers(
    async (bob, alice) => {
      await bob.getByRole('button', { name: 'Start video call' }).click()
      await alice.getByRole('button', { name: 'Accept', exact: true }).click()
      await untilPictures([alice, bob])
      await pause(settleMs)
      await work([alice, bob])
    },
    { network },
  )
}

/** Seconds until each end has decoded a picture that was not there when this began; raises where there is none any more. */
async function untilPictures(pages: readonly Page[]): Promise<number> {
  const start = performance.now()
  await Promise.all(
    pages.map(async (page) => {
      const { frames: before } = await receivedMedia(page)
      while ((await receivedMedia(page)).frames <= before) {
        if (performance.now() - start > patienceMs) throw new Error('the call did not come back')
        await pause(lookEveryMs)
      }
    }),
  )
  return (performance.now() - start) / 1000
}
