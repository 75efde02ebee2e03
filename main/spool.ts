/**
 * Files of the page without a path that could be told, copied into the profile: what was chosen in a browser, what was
 * pasted or made in the page. Has no knowledge of how the bytes come.
 *
 * A copy lies in `spool/new` until the core asks for it and from then on in `spool/kept`, where the core removes it.
 * What is still in `new` at a start was never sent.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { ChosenFile, PathToken } from '../shared/contract/index.ts'
import { AppError } from '../shared/errors.ts'
import type { ChosenPath } from './core/host.ts'
import type { PathTokens } from './core-process/index.ts'

/** Bytes of the disk that a copy leaves free. */
const reserve = 64 * 1024 * 1024

/** Longest file name that all file systems take, in bytes. */
const longestName = 255

export class Spool {
  readonly #new: string
  readonly #kept: string
  readonly #tokens: PathTokens
  /** Where the copies are that the core has not asked for. */
  readonly #unclaimed = new Map<PathToken, ChosenPath>()
  /** Bytes that copies at work have announced and not written yet. */
  #announced = 0

  /** Removes what earlier launches left in `new`. */
  constructor(profileFolder: string, tokens: PathTokens) {
    this.#new = path.join(profileFolder, 'spool', 'new')
    this.#kept = path.join(profileFolder, 'spool', 'kept')
    this.#tokens = tokens
    rmSync(this.#new, { recursive: true, force: true })
    for (const folder of [this.#new, this.#kept]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  #check(name: string, size: number): void {
    const bad = name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)
    if (bad || Buffer.byteLength(name) > longestName) throw new AppError('invalid-input', 'not a file name')
    const { bavail, bsize } = statfsSync(this.#new)
    const free = Math.max(0, bavail * bsize - reserve - this.#announced)
    if (size > free) throw new AppError('disk-full', 'the copy does not fit', { needed: size, free })
  }

  /**
   * Copies `size` bytes. Raises `invalid-input` for a name that is none, `disk-full` where they do not fit beside the
   * other copies, `file-changed` where there are more or fewer.
   */
  async take(name: string, size: number, bytes: Readable): Promise<ChosenFile> {
    this.#check(name, size)
    const id = randomBytes(16).toString('hex')
    const folder = path.join(this.#new, id)
    mkdirSync(folder, { mode: 0o700 })
    const copy: ChosenPath = { path: path.join(folder, name), kind: 'file', spooled: true }
    let left = size
    this.#announced += size
    try {
      const file = await open(copy.path, 'wx', 0o600)
      try {
        // What breaks off here leaves the rest to be read: a destroyed request cannot be answered.
        for await (const piece of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
          if (piece.length > left) throw new AppError('file-changed', 'the file has become longer')
          await file.writeFile(piece)
          left -= piece.length
          this.#announced -= piece.length
        }
      } finally {
        await file.close()
      }
      if (left > 0) throw new AppError('file-changed', 'the file has become shorter')
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
      throw full ? new AppError('disk-full', 'the disk is full', {}, { cause: error }) : error
    } finally {
      this.#announced -= left
    }
    const token = this.#tokens.add({ ...copy, path: path.join(this.#kept, id, name) })
    this.#unclaimed.set(token, copy)
    return { token, name, size }
  }

  /** Hands a copy over to the core, which asks for `token`. Does nothing for other tokens. */
  claim(token: PathToken): void {
    const copy = this.#unclaimed.get(token)
    if (!copy) return
    const folder = path.dirname(copy.path)
    renameSync(folder, path.join(this.#kept, path.basename(folder)))
    this.#unclaimed.delete(token)
  }
}
