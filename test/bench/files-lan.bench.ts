/** A file over a network at home: 1 Gbit/s, half a millisecond there and back. */
import { filesOverLink } from './files-over-link.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'

const mib = 1024 ** 2
const link = { delayMs: 0.25, mbitPerSecond: 1000 }

export async function run({ size = 1536 * mib, rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const { mbitPerSecond, tcp } = await filesOverLink({ ...link, size, rounds, tcpStreams: [1] })
  const ratioToTcp = mbitPerSecond / (tcp[1] ?? Number.NaN)
  return benchResult('files-lan', { mbitPerSecond, ratioToTcp }, [{ figure: 'ratioToTcp', atLeast: 0.9 }], {
    tcpMbitPerSecond: tcp[1] ?? Number.NaN,
  })
}
