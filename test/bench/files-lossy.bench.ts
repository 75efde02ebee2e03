/** A file over a bad mobile network: 200 Mbit/s, 100 ms there and back, one packet of 100 lost. */
import { filesOverLink } from './files-over-link.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'

const mib = 1024 ** 2
const link = { delayMs: 50, lossPercent: 1, mbitPerSecond: 200 }

export async function run({ size = 512 * mib, rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const { mbitPerSecond, tcp } = await filesOverLink({ ...link, size, rounds, tcpStreams: [1, 32] })
  const ratioToLine = mbitPerSecond / link.mbitPerSecond
  return benchResult('files-lossy', { mbitPerSecond, ratioToLine }, [{ figure: 'ratioToLine', atLeast: 0.8 }], {
    tcpMbitPerSecond: tcp[1] ?? Number.NaN,
    tcp32MbitPerSecond: tcp[32] ?? Number.NaN,
  })
}
