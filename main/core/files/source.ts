/**
 * The file that is sent: open for reading, and known again by its fingerprint. Has no knowledge of transfers.
 *
 * Size, time and inode tell most changes; the hash of samples tells the rest that matters: a program that restores the
 * time after it has written, a file system with coarse times.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { sourceError } from './file-errors.ts'

export interface Fingerprint {
  /** Bytes. */
  readonly size: number
  /** Nanoseconds since the epoch. */
  readonly modifiedNs: bigint
  readonly inode: bigint
  /** SHA-256 of the samples, 32 bytes. */
  readonly samples: Uint8Array
}

/** Opening a named pipe would wait for its other end. */
const readWithoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const sampleCount = 16
const sampleBytes = 4096

export class Source {
  readonly name: string
  readonly fingerprint: Fingerprint
  readonly #handle: FileHandle

  private constructor(name: string, fingerprint: Fingerprint, handle: FileHandle) {
    this.name = name
    this.fingerprint = fingerprint
    this.#handle = handle
  }

  /** Raises `file-vanished`, `file-unreadable`. Only regular files are taken: a pipe or a device has no end. */
  static async open(file: string): Promise<Source> {
    let handle: FileHandle | undefined
    try {
      handle = await open(file, readWithoutWaiting)
      return new Source(path.basename(file), await fingerprintOf(handle), handle)
    } catch (error) {
      await handle?.close()
      throw sourceError(error)
    }
  }

  /** Good until {@link close}. */
  get handle(): FileHandle {
    return this.#handle
  }

  get descriptor(): number {
    return this.#handle.fd
  }

  /** Raises `file-changed` or `file-vanished` unless the open file is still what it was when it was opened. */
  async assertUnchanged(): Promise<void> {
    let now: Fingerprint
    try {
      now = await fingerprintOf(this.#handle)
    } catch (error) {
      throw sourceError(error)
    }
    assertSame(this.fingerprint, now)
  }

  /** No job may use the descriptor any more: its number soon names another file. */
  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** Raises `file-changed` unless both are of the same unchanged file. */
export function assertSame(before: Fingerprint, now: Fingerprint): void {
  assertSameBytes(before, now)
  if (before.modifiedNs !== now.modifiedNs || before.inode !== now.inode) throw new AppError('file-changed')
}

/** For a file that nobody else writes to, but that may have been moved with its folder: raises `file-changed`. */
export function assertSameBytes(before: Fingerprint, now: Fingerprint): void {
  const same = before.size === now.size && Buffer.compare(before.samples, now.samples) === 0
  if (!same) throw new AppError('file-changed')
}

async function fingerprintOf(handle: FileHandle): Promise<Fingerprint> {
  const stat = await handle.stat({ bigint: true })
  if (!stat.isFile()) throw new AppError('file-unreadable', 'not a regular file')
  if (stat.nlink === 0n) throw new AppError('file-vanished')
  const size = Number(stat.size)
  return { size, modifiedNs: stat.mtimeNs, inode: stat.ino, samples: await hashSamples(handle, size) }
}

/** Samples at even distances, the first bytes and the last ones among them. */
async function hashSamples(handle: FileHandle, size: number): Promise<Uint8Array> {
  const hash = createHash('sha256')
  const sample = Buffer.alloc(sampleBytes)
  const last = Math.max(0, size - sampleBytes)
  for (let number = 0; number < sampleCount; number++) {
    const position = Math.floor((last * number) / (sampleCount - 1))
    const { bytesRead } = await handle.read(sample, 0, sampleBytes, position)
    hash.update(sample.subarray(0, bytesRead))
  }
  return hash.digest()
}
