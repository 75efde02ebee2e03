/** A large file over loopback, from disk to disk. */
import { measureStraight } from './files-straight.ts'
import type { BenchOptions, BenchResult } from './result.ts'

export const run = (options: BenchOptions): Promise<BenchResult> => measureStraight('files-loopback', options)
