/** Several files at once over loopback, and what moving files do to messages between the same two. */
import { rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { newMessageId } from '../../shared/ids.ts'
import { followTimeline, whenConversations } from '../fixtures/core-person.ts'
import { writeRandomFile } from '../fixtures/random-file.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { warmFileMemory } from './memory.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'
import { type TwoCores, withTwoCores } from './two-cores.ts'

const gib = 1024 ** 3
const atOnce = [1, 2, 4, 8] as const
const messages = 100
/** Bytes in a second of what most houses have between two computers: 1 Gbit/s. */
const gigabit = 118_000_000

export function run({ size = 2 * gib, rounds = 3 }: BenchOptions): Promise<BenchResult> {
  return withTwoCores('bench-many', (cores) => measure(cores, size, rounds))
}

async function measure(cores: TwoCores, size: number, rounds: number): Promise<BenchResult> {
  const { alice, bob, withBob, place } = cores
  const speeds = new Map<number, number[]>(atOnce.map((count) => [count, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [count, samples] of speeds) {
      const files = Array.from({ length: count }, (_, n) => place(`${count}-${n}.bin`))
      for (const file of files) await writeRandomFile(file, Math.floor(size / count))
      const ids = await Promise.all(files.map((file) => offerFile(alice, bob, withBob, file)))
      await warmFileMemory(place('warm'), size)
      const start = performance.now()
      await Promise.all(ids.map((transferId) => bob.core.transfers.accept({ transferId })))
      const done = await Promise.all(ids.map((id) => whenTransfer(bob, id, ({ state }) => state === 'done')))
      samples.push(size / 1000 / (performance.now() - start))
      for (const { name } of done) rmSync(path.join(place('bob/downloads'), name))
      for (const file of files) rmSync(file)
    }
  }
  const idleP50Ms = percentile(await latencies(cores), 0.5)
  const gigabitP50Ms = percentile(await whileMoving(cores, 8 * gib, gigabit), 0.5)
  const fullSpeedP50Ms = percentile(await whileMoving(cores, 16 * gib, 0), 0.5)
  const of = (count: number) => percentile(speeds.get(count) ?? [], 0.5)
  return benchResult(
    'files-many',
    {
      ...Object.fromEntries(atOnce.map((count) => [`mbPerSecondOf${count}`, of(count)])),
      ratioOf8ToOf1: of(8) / of(1),
      idleP50Ms,
      gigabitP50Ms,
      fullSpeedP50Ms,
      ratioGigabitToIdle: gigabitP50Ms / idleP50Ms,
      ratioFullSpeedToIdle: fullSpeedP50Ms / idleP50Ms,
    },
    [
      { figure: 'ratioOf8ToOf1', atLeast: 0.8 },
      { figure: 'ratioGigabitToIdle', atMost: 2 },
      { figure: 'ratioFullSpeedToIdle', atMost: 2 },
    ],
  )
}

/** Latencies of messages while one sparse file moves, at most `limit` bytes in a second; 0 for no limit. */
async function whileMoving(cores: TwoCores, size: number, limit: number): Promise<number[]> {
  const { alice, bob, withBob, place } = cores
  await alice.core.settings.change({ rateLimits: { up: limit, down: 0 } })
  const file = place(`moving-${limit}.bin`)
  const handle = await open(file, 'wx')
  await handle.truncate(size)
  await handle.close()
  const id = await offerFile(alice, bob, withBob, file)
  await bob.core.transfers.accept({ transferId: id })
  await whenTransfer(bob, id, ({ confirmed }) => confirmed > 0)
  const samples = await latencies(cores)
  const { state } = await whenTransfer(bob, id, () => true)
  if (state !== 'running') throw new Error('the file was there before the messages were')
  await bob.core.transfers.cancel({ transferId: id })
  return samples
}

/** Milliseconds from the press of a key until the other one sees it, one message after another. */
async function latencies({ alice, bob, withBob }: TwoCores): Promise<number[]> {
  const [conversation] = await whenConversations(bob, (list) => list.length === 1)
  if (conversation === undefined) throw new Error('there is no conversation')
  const following = new AbortController()
  const arrivals = new Map<string, (at: number) => void>()
  const note = ({ id }: { id: string }) => arrivals.get(id)?.(performance.now())
  const followed = followTimeline(bob, conversation.id, note, following.signal)
  const samples: number[] = []
  for (let round = 0; round < messages; round++) {
    const id = newMessageId()
    const arrived = new Promise<number>((resolve) => arrivals.set(id, resolve))
    const start = performance.now()
    await alice.core.conversations.sendText({ conversationId: withBob, text: 'Are you there?', id })
    samples.push((await arrived) - start)
  }
  following.abort()
  await followed
  return samples
}
