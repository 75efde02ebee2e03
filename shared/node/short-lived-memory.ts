/**
 * For threads that make much memory and drop it at once, as a cipher does: Node's gives new memory for all that it is given.
 *
 * Left alone, V8 collects the whole heap for every 64 MiB, while more than that lies about; and malloc gives memory that
 * is freed back to the system, which zeroes each page before it comes again: three quarters of the time that
 * encryption takes.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * The largest block whose end raises the limits of glibc's malloc: what is smaller is not mapped for itself any more, and
 * twice as much stays with the program (mallopt(3), M_MMAP_THRESHOLD). It is never written to, so it is no memory yet.
 */
const raisingBytes = 16 * 1024 * 1024

/** Once in a thread. Other systems' malloc keeps freed memory anyway. */
export function keepFreedMemory(): void {
  new ArrayBuffer(raisingBytes).transfer(0)
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void

/** Frees what has been dropped since the last time: a fifth of a millisecond. */
export const collectShortLived = (): void => collect({ type: 'minor' })
