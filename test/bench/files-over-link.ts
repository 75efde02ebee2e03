/** One file from one core to another over a link with delay, loss and a rate, beside what TCP alone carries there. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { startRelay } from '../fixtures/relay.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { Link, type LinkOptions } from './link.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const secondsOfTcp = 10

export interface OverLink extends LinkOptions {
  readonly size: number
  readonly rounds: number
  /** How many streams of TCP, in runs of their own. */
  readonly tcpStreams: readonly number[]
}

export interface Carried {
  /** Median, from the acceptance until the file has its name, in Mbit/s. */
  readonly mbitPerSecond: number
  /** By number of streams, in Mbit/s. */
  readonly tcp: Readonly<Record<string, number>>
}

export async function filesOverLink({ size, rounds, tcpStreams, ...shape }: OverLink): Promise<Carried> {
  const link = new Link()
  const folder = temporaryFolder('bench-link')
  const place = (name: string) => path.join(folder.path, name)
  try {
    await link.open(shape)
    const relay = await startRelay(place('relay'), 0, ['--host', link.nearAddress], link.near.within)
    const alice = openCoreChild(place('alice'), { within: link.near.within })
    const bob = openCoreChild(place('bob'), { within: link.far.within })
    const samples: number[] = []
    const tcp: Record<string, number[]> = {}
    try {
      await createAccount(alice, relay.ready.link, 'Alice')
      await createAccount(bob, relay.ready.link, 'Bob')
      const { ofAlice } = await becomeContacts([alice, bob], 'alice')
      await writeRandomFile(place('film.mkv'), size)
      for (let round = 0; round < rounds; round++) {
        const id = await offerFile(alice, bob, ofAlice, place('film.mkv'))
        const start = performance.now()
        await bob.core.transfers.accept({ transferId: id })
        const { name } = await whenTransfer(bob, id, ({ state }) => state === 'done')
        samples.push((size * 8) / 1000 / (performance.now() - start))
        const received = path.join(place('bob/downloads'), name)
        if ((await hashOfFile(received)) !== (await hashOfFile(place('film.mkv')))) throw new Error('another file came')
        rmSync(received)
        for (const streams of tcpStreams)
          tcp[streams] = [...(tcp[streams] ?? []), await link.tcp(streams, secondsOfTcp)]
      }
    } finally {
      await Promise.all([alice.close(), bob.close()])
      await relay.stop()
    }
    return {
      mbitPerSecond: percentile(samples, 0.5),
      tcp: Object.fromEntries(Object.entries(tcp).map(([streams, values]) => [streams, percentile(values, 0.5)])),
    }
  } finally {
    link.close()
    folder.remove()
  }
}

/** A bench that measures against the rate of the line, beside one stream of TCP and 32. `size`: bytes, unless said. */
export const againstLine =
  (name: string, link: LinkOptions, size: number) =>
  async (options: BenchOptions): Promise<BenchResult> => {
    const measured = { ...link, size: options.size ?? size, rounds: options.rounds ?? 5, tcpStreams: [1, 32] }
    const { mbitPerSecond, tcp } = await filesOverLink(measured)
    const ratioToLine = mbitPerSecond / link.mbitPerSecond
    return benchResult(name, { mbitPerSecond, ratioToLine }, [{ figure: 'ratioToLine', atLeast: 0.8 }], {
      tcpMbitPerSecond: tcp[1] ?? Number.NaN,
      tcp32MbitPerSecond: tcp[32] ?? Number.NaN,
    })
  }
