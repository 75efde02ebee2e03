/** Reads and writes of as many bytes as were asked for. */
import { fstatSync, readSync, writeSync } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'
import type { FileVersion } from './chunk-jobs.ts'

/** Raises `file-changed` where there are fewer. */
export function readFully(descriptor: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length; ) {
    const read = readSync(descriptor, target, done, target.length - done, position + done)
    if (read === 0) throw new AppError('file-changed', 'shorter than it was')
    done += read
  }
}

/** Raises `file-vanished`, `file-changed` unless the open file is still what it was. */
export function assertSame(descriptor: number, { size, modifiedNs }: FileVersion): void {
  const now = fstatSync(descriptor, { bigint: true })
  if (now.nlink === 0n) throw new AppError('file-vanished')
  if (now.size !== BigInt(size) || now.mtimeNs !== modifiedNs) throw new AppError('file-changed')
}

export function writeFully(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
  }
}
