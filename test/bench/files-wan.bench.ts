/** A file over another continent: 500 Mbit/s, 50 ms there and back, one packet of 200 lost. */
import { againstLine } from './files-over-link.ts'

const link = { delayMs: 25, lossPercent: 0.5, mbitPerSecond: 500 }

export const run = againstLine('files-wan', link, 1024 * 1024 ** 2)
