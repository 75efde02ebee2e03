/** A file system of its own at a folder, so that it can be filled. For root, who alone may mount. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const mib = 1024 * 1024

export class SmallDisk {
  readonly #folder: string
  readonly #filler: string

  /** Raises where nothing can be mounted. */
  constructor(folder: string, bytes: number) {
    mkdirSync(folder, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder])
    this.#folder = folder
    this.#filler = path.join(folder, 'filler')
  }

  /** Takes all but `free` bytes. */
  fill(free: number): void {
    const { bavail, bsize } = statfsSync(this.#folder)
    try {
      writeFileSync(this.#filler, Buffer.alloc(Math.max(0, bavail * bsize - free)))
    } catch (error) {
      // Somebody has written meanwhile: it is as full as it can be.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }

  /** Gives back what {@link fill} took. */
  empty(): void {
    rmSync(this.#filler)
  }

  resize(bytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${bytes}`, this.#folder])
  }

  remove(): void {
    execFileSync('umount', ['--lazy', this.#folder])
  }
}
