/**
 * From "Accept" to the first decoded video frame at both ends: two browser shells on this computer, over a link of 50 ms
 * each way, and through a TURN server where there is no direct way. The last two for root; the link also needs
 * MEGACHAT_LINKEM. Beside it what a bare peer connection takes on this computer, with its cameras open and nobody to ask.
 */
import type { Page } from '@playwright/test'
import { type CallersOptions, withTwoCallers } from '../e2e/two-callers.ts'
import { House } from '../fixtures/house.ts'
import { bareSetups } from './bare-callers.ts'
import { firstFrame } from './call-watch.ts'
import { Link } from './link.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

export async function run({ rounds = 20 }: BenchOptions): Promise<BenchResult> {
  const figures: Record<string, number> = { calls: rounds }
  const measure = async (name: string, options: CallersOptions) => {
    const samples = await withTwoCallers((bob, alice) => calls(bob, alice, rounds), options)
    figures[`${name}P50Ms`] = percentile(samples, 0.5)
    figures[`${name}P90Ms`] = percentile(samples, 0.9)
  }
  await measure('loopback', {})
  const bare = await bareSetups(rounds)
  if (process.getuid?.() === 0) {
    await overTurn((options) => measure('turn', options))
    if (process.env.MEGACHAT_LINKEM !== undefined) await overLink((options) => measure('link', options))
  }
  return benchResult(
    'call-setup',
    figures,
    [
      { figure: 'loopbackP50Ms', atMost: 300 },
      { figure: 'linkP50Ms', atMost: 1_200 },
      { figure: 'turnP50Ms', atMost: 1_500 },
    ],
    { bareLoopbackP50Ms: percentile(bare, 0.5) },
  )
}

async function overTurn(work: (options: CallersOptions) => Promise<void>): Promise<void> {
  const house = new House(['relay', 'alice', 'bob'])
  try {
    house.part('alice', 'bob')
    const [relay, alice, bob] = (['relay', 'alice', 'bob'] as const).map((room) => house.within(room)) as [
      readonly string[],
      readonly string[],
      readonly string[],
    ]
    const options = ['--host', house.addressOf('relay'), '--turn']
    await work({ network: { relay: { within: relay, options }, alice, bob } })
  } finally {
    house.remove()
  }
}

async function overLink(work: (options: CallersOptions) => Promise<void>): Promise<void> {
  const link = new Link()
  try {
    await link.open({ delayMs: 50, mbitPerSecond: 100 })
    const relay = { within: link.near.within, options: ['--host', link.nearAddress] }
    await work({ network: { relay, alice: link.near.within, bob: link.far.within } })
  } finally {
    link.close()
  }
}

/** Milliseconds of each call, at the end that took longer. */
async function calls(bob: Page, alice: Page, rounds: number): Promise<number[]> {
  const samples: number[] = []
  for (let round = 0; round < rounds; round++) samples.push(await oneCall(bob, alice))
  return samples
}

/** Milliseconds from the press of "Accept" to the first decoded frame at both ends. */
async function oneCall(caller: Page, called: Page): Promise<number> {
  await caller.getByRole('button', { name: 'Start video call' }).click()
  const accept = called.getByRole('button', { name: 'Accept', exact: true })
  await accept.waitFor()
  await caller.getByText('Ringing…').first().waitFor()
  const frames = [firstFrame(caller), firstFrame(called)] as const
  const pressed = timeOfPress(called)
  await accept.click()
  const [pressedAt, callerAt, calledAt] = await Promise.all([pressed, ...frames])
  await caller.getByRole('button', { name: 'End call' }).click()
  await called.getByRole('button', { name: 'End call' }).waitFor({ state: 'hidden' })
  return Math.max(callerAt, calledAt) - pressedAt
}

/** When the next mouse button is released on the page; milliseconds since the epoch. */
const timeOfPress = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        document.addEventListener('pointerup', () => resolve(performance.timeOrigin + performance.now()), {
          once: true,
          capture: true,
        }),
      ),
  )
