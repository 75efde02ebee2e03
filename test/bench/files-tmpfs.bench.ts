/** A large file over loopback, from memory to memory: what the program itself takes. */
import { measureStraight } from './files-straight.ts'
import type { BenchOptions, BenchResult } from './result.ts'

export const run = (options: BenchOptions): Promise<BenchResult> => measureStraight('files-tmpfs', options, '/dev/shm')
