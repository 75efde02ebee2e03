/** The processor's time for a video call of 720 lines, both ends together, beside that of a bare call between two Chromium pages. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { receivedMedia } from '../e2e/media.ts'
import { withTwoCallers } from '../e2e/two-callers.ts'
import { withBareCallers } from './bare-callers.ts'
import { descendantsSeconds } from './processor.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const settleMs = 10_000
const seconds = 20

interface Cost {
  /** Cores that were busy. */
  readonly cores: number
  readonly framesPerSecond: number
}

export async function run({ rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const ours: Cost[] = []
  const bare: Cost[] = []
  // Interleaved: what else the machine does falls on both.
  for (let round = 0; round < rounds; round++) {
    ours.push(
      await withTwoCallers(async (bob, alice) => {
        await bob.getByRole('button', { name: 'Start video call' }).click()
        await alice.getByRole('button', { name: 'Accept', exact: true }).click()
        return costOf([alice, bob])
      }),
    )
    bare.push(await withBareCallers((bob, alice) => costOf([alice, bob])))
  }
  const median = (costs: readonly Cost[], figure: keyof Cost) =>
    percentile(
      costs.map((cost) => cost[figure]),
      0.5,
    )
  const figures = {
    cores: median(ours, 'cores'),
    framesPerSecond: median(ours, 'framesPerSecond'),
    ratioToBare: median(ours, 'cores') / median(bare, 'cores'),
  }
  const peers = { bareCores: median(bare, 'cores'), bareFramesPerSecond: median(bare, 'framesPerSecond') }
  return benchResult('call-cpu', figures, [{ figure: 'ratioToBare', atMost: 1.1 }], peers)
}

async function costOf(pages: readonly Page[]): Promise<Cost> {
  await pause(settleMs)
  const frames = async () => (await Promise.all(pages.map(receivedMedia))).reduce((sum, one) => sum + one.frames, 0)
  const [framesBefore, usedBefore, start] = [await frames(), descendantsSeconds(), performance.now()]
  await pause(seconds * 1000)
  const [used, took] = [descendantsSeconds() - usedBefore, (performance.now() - start) / 1000]
  return { cores: used / took, framesPerSecond: ((await frames()) - framesBefore) / took / pages.length }
}
