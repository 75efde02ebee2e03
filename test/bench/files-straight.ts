/** One large file straight from one core to another, each a process of its own, over loopback. */
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { bareDiskMbPerSecond, bareTcpMbPerSecond } from './bare-link.ts'
import { markMemory, peakMemory, warmFileMemory } from './memory.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'
import { startSsh } from './ssh.ts'
import { type TwoCores, withTwoCores } from './two-cores.ts'

const gib = 1024 ** 3

/** @param parent where the files are. */
export function measureStraight(
  name: string,
  { size = 4 * gib, rounds = 5 }: BenchOptions,
  parent?: string,
): Promise<BenchResult> {
  return withTwoCores(`bench-${name}`, (cores) => measure(name, cores, size, rounds), parent)
}

async function measure(
  name: string,
  { alice, bob, withBob, place }: TwoCores,
  size: number,
  rounds: number,
): Promise<BenchResult> {
  await mkdir(place('ssh'))
  const ssh = await startSsh(place('ssh'))
  if (ssh === null) process.stderr.write('scp is left out: there is no sshd here\n')
  // Each begins with the same.
  const warm = () => warmFileMemory(place('warm'), size)
  const samples: Record<string, number[]> = {}
  const note = (name: string, value: number) => {
    samples[name] = [...(samples[name] ?? []), value]
  }
  try {
    const file = place('film.mkv')
    await writeRandomFile(file, size)
    const hash = await hashOfFile(file)
    const memory = [
      ['sender', alice.pid, markMemory(alice.pid)],
      ['receiver', bob.pid, markMemory(bob.pid)],
    ] as const
    for (let round = 0; round < rounds; round++) {
      const id = await offerFile(alice, bob, withBob, file)
      await warm()
      const start = performance.now()
      await bob.core.transfers.accept({ transferId: id })
      const ways = new Set<string | null>()
      const { name } = await whenTransfer(bob, id, ({ state, path: way }) => {
        ways.add(way)
        return state === 'done'
      })
      note('mbPerSecond', size / 1000 / (performance.now() - start))
      if (!ways.has('lan')) throw new Error('it did not go straight')
      const received = path.join(place('bob/downloads'), name)
      if (round === 0 && (await hashOfFile(received)) !== hash) throw new Error('what arrived is not what was sent')
      rmSync(received)
      note('bareTcpMbPerSecond', await bareTcpMbPerSecond(size / 2))
      await warm()
      note('bareDiskMbPerSecond', await bareDiskMbPerSecond(place('bare'), size))
      rmSync(place('bare'))
      if (ssh === null) continue
      await warm()
      note('scpMbPerSecond', size / 1e6 / (await ssh.scp(file, place('copy'))))
      rmSync(place('copy'))
    }
    const of = (name: string) => percentile(samples[name] ?? [], 0.5)
    const limit = Math.min(of('bareTcpMbPerSecond'), of('bareDiskMbPerSecond'))
    const figures = {
      gigabytes: size / 1e9,
      mbPerSecond: of('mbPerSecond'),
      bareTcpMbPerSecond: of('bareTcpMbPerSecond'),
      bareDiskMbPerSecond: of('bareDiskMbPerSecond'),
      ratioToLimit: of('mbPerSecond') / limit,
      ...(ssh === null ? {} : { ratioToScp: of('mbPerSecond') / of('scpMbPerSecond') }),
      ...Object.fromEntries(memory.map(([name, pid, before]) => [`${name}PeakMbAboveIdle`, peakMemory(pid) - before])),
    }
    return benchResult(
      name,
      figures,
      [
        { figure: 'ratioToLimit', atLeast: 0.6 },
        ...(ssh === null ? [] : [{ figure: 'ratioToScp', atLeast: 1.3 }]),
        { figure: 'senderPeakMbAboveIdle', atMost: 250 },
        { figure: 'receiverPeakMbAboveIdle', atMost: 250 },
      ],
      ssh === null ? {} : { scpMbPerSecond: of('scpMbPerSecond') },
    )
  } finally {
    ssh?.stop()
  }
}
