/** What a file that moves on the same computer does to the pictures of a video call there. */
import { open } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { receivedMedia } from '../e2e/media.ts'
import { withTwoCallers } from '../e2e/two-callers.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { type BenchResult, benchResult } from './result.ts'
import { type TwoCores, withTwoCores } from './two-cores.ts'

const gib = 1024 ** 3
/** Bytes in a second of 1 Gbit/s. */
const gigabit = 118_000_000
const settleMs = 8_000
const seconds = 15

export function run(): Promise<BenchResult> {
  return withTwoCallers((bob, alice) =>
    withTwoCores('bench-beside-call', async (cores) => {
      await bob.getByRole('button', { name: 'Start video call' }).click()
      await alice.getByRole('button', { name: 'Accept', exact: true }).click()
      await pause(settleMs)
      const idle = await framesPerSecond([alice, bob])
      const beside = async (limit: number) => {
        const end = await moving(cores, limit)
        const frames = await framesPerSecond([alice, bob])
        await end()
        return frames
      }
      const [atGigabit, atFullSpeed] = [await beside(gigabit), await beside(0)]
      return benchResult(
        'files-and-call',
        {
          idleFramesPerSecond: idle,
          gigabitFramesPerSecond: atGigabit,
          fullSpeedFramesPerSecond: atFullSpeed,
          ratioGigabitToIdle: atGigabit / idle,
          ratioFullSpeedToIdle: atFullSpeed / idle,
        },
        [{ figure: 'ratioGigabitToIdle', atLeast: 0.9 }],
      )
    }),
  )
}

/** Decoded pictures in a second, the mean of both ends. */
async function framesPerSecond(pages: readonly Page[]): Promise<number> {
  const count = async () => (await Promise.all(pages.map(receivedMedia))).reduce((sum, { frames }) => sum + frames, 0)
  const before = await count()
  const start = performance.now()
  await pause(seconds * 1000)
  return ((await count()) - before) / pages.length / ((performance.now() - start) / 1000)
}

/** A sparse file is on its way, at most `limit` bytes in a second, 0 for no limit; until what is given is called. */
async function moving({ alice, bob, withBob, place }: TwoCores, limit: number): Promise<() => Promise<void>> {
  await alice.core.settings.change({ rateLimits: { up: limit, down: 0 } })
  const file = place(`moving-${limit}.bin`)
  const handle = await open(file, 'wx')
  await handle.truncate(32 * gib)
  await handle.close()
  const id = await offerFile(alice, bob, withBob, file)
  await bob.core.transfers.accept({ transferId: id })
  await whenTransfer(bob, id, ({ confirmed }) => confirmed > 0)
  return async () => {
    const { state } = await whenTransfer(bob, id, () => true)
    if (state !== 'running') throw new Error('the file was there too early')
    await bob.core.transfers.cancel({ transferId: id })
  }
}
