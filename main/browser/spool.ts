/**
 * Files that were chosen in the page, copied into the profile, because a browser tells no path. Has no knowledge of HTTP.
 *
 * A copy lies in `spool/new` until the core asks for it and from then on in `spool/kept`, where the core removes it.
 * What is still in `new` at a start was never sent.
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ChosenFile, PathToken } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { ChosenPath } from '../core/host.ts'
import type { PathTokens } from '../core-process/index.ts'

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

  /** Removes what earlier launches left in `new`. */
  constructor(profileFolder: string, tokens: PathTokens) {
    this.#new = path.join(profileFolder, 'spool', 'new')
    this.#kept = path.join(profileFolder, 'spool', 'kept')
    this.#tokens = tokens
    rmSync(this.#new, { recursive: true, force: true })
    for (const folder of [this.#new, this.#kept]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Raises `invalid-input` for a name that is none, `disk-full` where `size` bytes do not fit. */
  async check(name: string, size: number): Promise<void> {
    const bad = name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)
    if (bad || Buffer.byteLength(name) > longestName) throw new AppError('invalid-input', 'not a file name')
    const { bavail, bsize } = await statfs(this.#new)
    const free = Math.max(0, bavail * bsize - reserve)
    if (size > free) throw new AppError('disk-full', 'the copy does not fit', { needed: size, free })
  }

  /** Copies `size` bytes. Raises what {@link check} raises, `file-changed` where there are more or fewer. */
  async take(name: string, size: number, bytes: Readable): Promise<ChosenFile> {
    await this.check(name, size)
    const id = randomBytes(16).toString('hex')
    const folder = path.join(this.#new, id)
    mkdirSync(folder, { mode: 0o700 })
    const copy: ChosenPath = { path: path.join(folder, name), kind: 'file', spooled: true }
    try {
      const file = createWriteStream(copy.path, { flags: 'wx', mode: 0o600 })
      await pipeline(bytes, atMost(size), file)
      if (file.bytesWritten !== size) throw new AppError('file-changed', 'the file has become shorter')
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
      throw full ? new AppError('disk-full', 'the disk is full', {}, { cause: error }) : error
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

/** Passes bytes on and breaks off when there are more than were announced. */
function atMost(size: number) {
  return async function* (source: AsyncIterable<Uint8Array>) {
    let passed = 0
    for await (const bytes of source) {
      passed += bytes.length
      if (passed > size) throw new AppError('file-changed', 'the file has become longer')
      yield bytes
    }
  }
}
