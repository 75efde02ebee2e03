/**
 * Files and folders of the page without a path that could be told, copied into the profile: what was chosen in a browser, what was
 * pasted or made in the page. Has no knowledge of how the bytes come.
 *
 * A copy lies in `spool/new` until the core asks for it and from then on in `spool/kept`, where the core removes it.
 * What is still in `new` at a start was never sent.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, statfsSync, utimesSync } from 'node:fs'
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

export interface CopiedFile {
  /** Bytes. */
  readonly size: number
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number
}

function assertName(name: string): void {
  const bad = name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name)
  if (bad || Buffer.byteLength(name) > longestName) throw new AppError('invalid-input', 'not a file name')
}

export class Spool {
  readonly #new: string
  readonly #kept: string
  readonly #tokens: PathTokens
  /** Where the copies are that the core has not asked for. */
  readonly #unclaimed = new Map<PathToken, ChosenPath>()
  /** Folders that are being copied. */
  readonly #folders = new Map<string, { readonly name: string; size: number }>()
  /** Bytes that copies at work have announced and not written yet. */
  #announced = 0

  constructor(profileFolder: string, tokens: PathTokens) {
    this.#new = path.join(profileFolder, 'spool', 'new')
    this.#kept = path.join(profileFolder, 'spool', 'kept')
    this.#tokens = tokens
  }

  /** Removes what earlier launches left in `new`. Call it once the profile is ours, and before anything is taken. */
  begin(): void {
    rmSync(this.#new, { recursive: true, force: true })
    for (const folder of [this.#new, this.#kept]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /**
   * Copies `size` bytes. Raises `invalid-input` for a name that is none, `disk-full` where they do not fit beside the
   * other copies, `file-changed` where there are more or fewer.
   */
  async take(name: string, size: number, bytes: Readable): Promise<ChosenFile> {
    assertName(name)
    this.#assertRoom(size)
    const { id, folder } = this.#newFolder()
    try {
      await this.#write(path.join(folder, name), size, bytes)
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
    return this.#finished(id, 'file', name, size)
  }

  /** Begins the copy of a folder, and gives the id that {@link takeInto} fills it under. Raises `invalid-input`. */
  beginFolder(name: string): string {
    assertName(name)
    const { id, folder } = this.#newFolder()
    mkdirSync(path.join(folder, name), { mode: 0o700 })
    this.#folders.set(id, { name, size: 0 })
    return id
  }

  /**
   * Copies a file of the folder, with the folders that it lies in. `relative`: with `/` between names. `modifiedAt`:
   * milliseconds since the epoch. Raises what {@link take} raises; `not-found`.
   */
  async takeInto(id: string, relative: string, file: CopiedFile, bytes: Readable): Promise<void> {
    const begun = this.#begun(id)
    const place = this.#placeIn(id, relative)
    this.#assertRoom(file.size)
    mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 })
    await this.#write(place, file.size, bytes)
    utimesSync(place, file.modifiedAt / 1000, file.modifiedAt / 1000)
    begun.size += file.size
  }

  /** Raises `invalid-input`, `not-found`. */
  makeIn(id: string, relative: string): void {
    mkdirSync(this.#placeIn(id, relative), { recursive: true, mode: 0o700 })
  }

  /** All of the folder is here. Raises `not-found`. */
  endFolder(id: string): ChosenFile {
    const { name, size } = this.#begun(id)
    this.#folders.delete(id)
    return this.#finished(id, 'folder', name, size)
  }

  /** Removes what is there of it. */
  abortFolder(id: string): void {
    if (this.#folders.delete(id)) rmSync(path.join(this.#new, id), { recursive: true, force: true })
  }

  #begun(id: string) {
    const begun = this.#folders.get(id)
    if (begun === undefined) throw new AppError('not-found', 'no such folder is being copied')
    return begun
  }

  #placeIn(id: string, relative: string): string {
    const names = relative.split('/')
    for (const name of names) assertName(name)
    return path.join(this.#new, id, this.#begun(id).name, ...names)
  }

  #assertRoom(size: number): void {
    const { bavail, bsize } = statfsSync(this.#new)
    const free = Math.max(0, bavail * bsize - reserve - this.#announced)
    if (size > free) throw new AppError('disk-full', 'the copy does not fit', { needed: size, free })
  }

  #newFolder(): { readonly id: string; readonly folder: string } {
    const id = randomBytes(16).toString('hex')
    const folder = path.join(this.#new, id)
    mkdirSync(folder, { mode: 0o700 })
    return { id, folder }
  }

  #finished(id: string, kind: ChosenPath['kind'], name: string, size: number): ChosenFile {
    const token = this.#tokens.add({ path: path.join(this.#kept, id, name), kind, spooled: true })
    this.#unclaimed.set(token, { path: path.join(this.#new, id, name), kind, spooled: true })
    return { token, name, size }
  }

  async #write(place: string, size: number, bytes: Readable): Promise<void> {
    let left = size
    this.#announced += size
    try {
      const file = await open(place, 'wx', 0o600)
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
      const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
      throw full ? new AppError('disk-full', 'the disk is full', {}, { cause: error }) : error
    } finally {
      this.#announced -= left
    }
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
