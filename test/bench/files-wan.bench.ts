/** A file over another continent: 500 Mbit/s, 50 ms there and back, one packet of 200 lost. */
import { filesOverLink } from './files-over-link.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'

const mib = 1024 ** 2
const link = { delayMs: 25, lossPercent: 0.5, mbitPerSecond: 500 }

export async function run({ size = 1024 * mib, rounds = 5 }: BenchOptions): Promise<BenchResult> {
  const { mbitPerSecond, tcp } = await filesOverLink({ ...link, size, rounds, tcpStreams: [1, 32] })
  const ratioToLine = mbitPerSecond / link.mbitPerSecond
  return benchResult('files-wan', { mbitPerSecond, ratioToLine }, [{ figure: 'ratioToLine', atLeast: 0.8 }], {
    tcpMbitPerSecond: tcp[1] ?? Number.NaN,
    tcp32MbitPerSecond: tcp[32] ?? Number.NaN,
  })
}
