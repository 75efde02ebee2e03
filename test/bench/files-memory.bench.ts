/** A file that is larger than any memory, for a minute from one core to another over loopback: what each side holds. */
import { open, statfs } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { markMemory, peakMemory } from './memory.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'
import { withTwoCores } from './two-cores.ts'

const gib = 1024 ** 3
const secondsBeforeGrowth = 20
const secondsOfGrowth = 40

/** What the disk has left over. Nothing is accepted that would not fit as a whole. */
const reserve = 5 * gib

export function run({ size: asked = 100 * gib }: BenchOptions): Promise<BenchResult> {
  return withTwoCores('bench-memory', async ({ alice, bob, withBob, place }) => {
    const { bavail, bsize } = await statfs(place('.'))
    const size = Math.min(asked, bavail * bsize - reserve)
    const file = await open(place('sparse.img'), 'wx')
    await file.truncate(size)
    await file.close()
    const id = await offerFile(alice, bob, withBob, place('sparse.img'))
    const sides = { sender: alice.pid, receiver: bob.pid }
    const idle = Object.entries(sides).map(([side, pid]) => [side, pid, markMemory(pid)] as const)
    await bob.core.transfers.accept({ transferId: id })
    await whenTransfer(bob, id, ({ state }) => state === 'running')
    await pause(secondsBeforeGrowth * 1000)
    const early = idle.map(([, pid]) => peakMemory(pid))
    const { confirmed: before } = await whenTransfer(bob, id, () => true)
    await pause(secondsOfGrowth * 1000)
    const { confirmed: after } = await whenTransfer(bob, id, () => true)
    const peaks = idle.map(([side, pid, mb]) => [`${side}PeakMbAboveIdle`, peakMemory(pid) - mb] as const)
    const growth = idle.map(([side, pid], at) => [`${side}GrowthMb`, peakMemory(pid) - (early[at] ?? 0)] as const)
    await bob.core.transfers.cancel({ transferId: id })
    await whenTransfer(alice, id, ({ state }) => state === 'cancelled')
    return benchResult(
      'files-memory',
      {
        gigabytes: size / 1e9,
        mbPerSecond: (after - before) / 1e6 / secondsOfGrowth,
        ...Object.fromEntries([...peaks, ...growth]),
      },
      [
        ...peaks.map(([figure]) => ({ figure, atMost: 250 })),
        // What the collector leaves lying for a while is no growth.
        ...growth.map(([figure]) => ({ figure, atMost: 25 })),
      ],
    )
  })
}
