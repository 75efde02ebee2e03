/** One large file through a local relay: sender, receiver and relay are processes of their own. */
import { open } from 'node:fs/promises'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { markMemory, peakMemory, warmFileMemory } from './memory.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'
import { withTwoCores } from './two-cores.ts'

const gib = 1024 ** 3

export function run({ size = 2 * gib }: BenchOptions): Promise<BenchResult> {
  return withTwoCores('bench-files', async ({ alice, bob, relay, withBob, place }) => {
    await alice.core.settings.change({ alwaysThroughRelay: true })
    await writeRandomFile(place('film.mkv'), size)
    const diskMbPerSecond = await measureDisk(place('disk'))

    const id = await offerFile(alice, bob, withBob, place('film.mkv'))
    const processes = { sender: alice.pid, receiver: bob.pid, relay: relay.pid }
    const idle = Object.entries(processes).map(([name, pid]) => [name, pid, markMemory(pid)] as const)
    await warmFileMemory(place('warm'), 2 * size)
    const start = performance.now()
    await bob.core.transfers.accept({ transferId: id })
    await whenTransfer(bob, id, ({ state }) => state === 'done')
    const seconds = (performance.now() - start) / 1000
    const memory = idle.map(([name, pid, before]) => [`${name}PeakMbAboveIdle`, peakMemory(pid) - before] as const)
    if ((await hashOfFile(place('film.mkv'))) !== (await hashOfFile(place('bob/downloads/film.mkv'))))
      throw new Error('what arrived is not what was sent')

    const figures = {
      mbPerSecond: size / 1e6 / seconds,
      // Everything is written twice, by the relay and by the receiver, and synced: half of this is the most there is.
      diskMbPerSecond,
      ...Object.fromEntries(memory),
    }
    return benchResult('files-relay', figures, [
      { figure: 'mbPerSecond', atLeast: 150 },
      ...memory.map(([figure]) => ({ figure, atMost: 300 })),
    ])
  })
}

/** Megabytes that one writer brings to the disk in a second, synced every 16 MiB. */
async function measureDisk(file: string): Promise<number> {
  const piece = Buffer.alloc(16 * 1024 * 1024, 1)
  const rounds = 32
  const handle = await open(file, 'wx')
  const start = performance.now()
  for (let round = 0; round < rounds; round++) {
    await handle.write(piece)
    await handle.datasync()
  }
  const seconds = (performance.now() - start) / 1000
  await handle.close()
  return (rounds * piece.length) / 1e6 / seconds
}
