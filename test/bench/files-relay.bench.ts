/** One large file through a local relay: sender, receiver and relay are processes of their own. */
import { open } from 'node:fs/promises'
import path from 'node:path'
import { openCoreChild } from '../fixtures/core-child.ts'
import { becomeContacts, createAccount } from '../fixtures/core-person.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { hashOfFile, writeRandomFile } from '../fixtures/random-file.ts'
import { startRelay } from '../fixtures/relay.ts'
import { offerFile, whenTransfer } from '../fixtures/transfers.ts'
import { markMemory, peakMemory } from './memory.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'

const gib = 1024 ** 3

export async function run({ size = 2 * gib }: BenchOptions): Promise<BenchResult> {
  const folder = temporaryFolder('bench-files')
  const place = (name: string) => path.join(folder.path, name)
  const relay = await startRelay(place('relay'))
  const [alice, bob] = [openCoreChild(place('alice')), openCoreChild(place('bob'))]
  try {
    await Promise.all([createAccount(alice, relay.ready.url, 'Alice'), createAccount(bob, relay.ready.url, 'Bob')])
    const { ofAlice } = await becomeContacts([alice, bob], 'alice')
    await alice.core.settings.change({ alwaysThroughRelay: true })
    await writeRandomFile(place('film.mkv'), size)
    const diskMbPerSecond = await measureDisk(place('disk'))

    const id = await offerFile(alice, bob, ofAlice, place('film.mkv'))
    const processes = { sender: alice.pid, receiver: bob.pid, relay: relay.pid }
    const idle = Object.entries(processes).map(([name, pid]) => [name, pid, markMemory(pid)] as const)
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
      { figure: 'mbPerSecond', atLeast: 100 },
      ...memory.map(([figure]) => ({ figure, atMost: 300 })),
    ])
  } finally {
    await Promise.all([alice.close(), bob.close()])
    await relay.stop()
    folder.remove()
  }
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
