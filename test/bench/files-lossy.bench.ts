/** A file over a bad mobile network: 200 Mbit/s, 100 ms there and back, one packet of 100 lost. */
import { againstLine } from './files-over-link.ts'

const link = { delayMs: 50, lossPercent: 1, mbitPerSecond: 200 }

export const run = againstLine('files-lossy', link, 512 * 1024 ** 2)
