/** A folder of many small files from one core to another over loopback, beside tar through ssh. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { tokenOf } from '../fixtures/path-token.ts'
import { whenTransfer } from '../fixtures/transfers.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'
import { startSsh } from './ssh.ts'
import { withTwoCores } from './two-cores.ts'

const files = 100_000
const fileBytes = 4096
const filesPerFolder = 500

/**
 * `size`: how many files. Nothing is removed before the end: ext4 without a journal looks past every file that was removed in
 * the last minutes whenever it makes one, and whoever comes next would pay for it.
 */
export function run({ size: count = files, rounds = 5 }: BenchOptions): Promise<BenchResult> {
  return withTwoCores('bench-small', async ({ alice, bob, withBob, place }) => {
    makeFiles(place('many'), count)
    execFileSync('sync')
    mkdirSync(place('ssh'))
    const ssh = await startSsh(place('ssh'))
    if (ssh === null) process.stderr.write('tar through ssh is left out: there is no sshd here\n')
    const seconds: Record<'ours' | 'untilAccepted' | 'tar', number[]> = { ours: [], untilAccepted: [], tar: [] }
    try {
      for (let round = 0; round < rounds; round++) {
        // From the choice of the folder on: to read what is in it is a part of the work.
        const start = performance.now()
        const file = tokenOf(place('many'))
        const { transferId } = await alice.core.transfers.offer({ conversationId: withBob, file })
        await whenTransfer(bob, transferId, ({ state }) => state === 'offered')
        seconds.untilAccepted.push((performance.now() - start) / 1000)
        await bob.core.transfers.accept({ transferId })
        const { name } = await whenTransfer(bob, transferId, ({ state }) => state === 'done')
        seconds.ours.push((performance.now() - start) / 1000)
        if (round === 0) execFileSync('diff', ['-rq', place('many'), path.join(place('bob/downloads'), name)])
        if (ssh === null) continue
        const copy = place(`copy-${round}`)
        mkdirSync(copy)
        seconds.tar.push(await ssh.tar(place('many'), copy))
        // We sync: not also what tar has left to the system.
        execFileSync('sync')
      }
    } finally {
      ssh?.stop()
    }
    const speed = (of: readonly number[]) => (count * fileBytes) / 1e6 / percentile(of, 0.5)
    const figures = {
      files: count,
      mbPerSecond: speed(seconds.ours),
      secondsUntilOffered: percentile(seconds.untilAccepted, 0.5),
      ...(ssh === null ? {} : { ratioToTar: speed(seconds.ours) / speed(seconds.tar) }),
    }
    return benchResult(
      'files-small',
      figures,
      [{ figure: 'mbPerSecond', atLeast: 25 }, ...(ssh === null ? [] : [{ figure: 'ratioToTar', atLeast: 1 }])],
      ssh === null ? {} : { tarOverSshMbPerSecond: speed(seconds.tar) },
    )
  })
}

function makeFiles(root: string, count: number): void {
  const content = randomBytes(fileBytes)
  for (let number = 0; number < count; number++) {
    const folder = path.join(root, String(Math.floor(number / filesPerFolder)))
    if (number % filesPerFolder === 0) mkdirSync(folder, { recursive: true })
    content.writeUInt32BE(number)
    writeFileSync(path.join(folder, `${number}.bin`), content)
  }
}
