/**
 * The embedded driver of `BlobStore`: one folder for each blob, one file for each chunk. Bytes are written under a
 * temporary name, synced, and then linked to the chunk's name, which fails where another was first.
 */
import { randomUUID } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../../../shared/errors.ts'
import { isMissing } from '../../private-file.ts'
import type { BlobStore, Staged } from '../blob-store.ts'
import type { BlobKey } from '../store.ts'

/** Bytes that a read takes from the disk at once. */
const readBytes = 256 * 1024
/** Bytes that go to the disk at once: pieces come from the network in 64 KiB, and each write is a hop to another thread. */
const writeBytes = 1024 * 1024
/** Bytes of the disk that chunks leave free, so that messages can still be stored when chunks no longer can. */
const reservedBytes = 64 * 1024 * 1024
const temporary = '.part'
/** Account and blob in the name of a blob's folder. */
const folderForm = /^([0-9a-f-]{36})\.([0-9a-f]{32})$/

/** Milliseconds after which what lies in a folder of several relays is no longer under one of their hands. */
const settledMs = 60 * 60_000

/**
 * What a crash left half-written is removed.
 * @param folder Made where it is missing.
 * @param shared Other relays work in it, too.
 */
export async function openFolderBlobStore(folder: string, shared = false): Promise<BlobStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name)
    if (name.endsWith(temporary) && (!shared || (await isSettled(file)))) await rm(file, { force: true })
  }
  return new FolderBlobStore(folder, shared)
}

/** None where the folder is gone: another relay may have dropped the blob. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function isSettled(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null)
  return found !== null && found.mtimeMs < Date.now() - settledMs
}

class FolderBlobStore implements BlobStore {
  readonly #root: string
  readonly #shared: boolean

  constructor(root: string, shared: boolean) {
    this.#root = root
    this.#shared = shared
  }

  async stage(key: BlobKey, source: Readable, bytes: number): Promise<Staged> {
    const folder = this.#folderOf(key)
    const part = path.join(folder, `${randomUUID()}${temporary}`)
    const discard = () => rm(part, { force: true })
    // It may break before it is read; reading it then raises the same error.
    source.once('error', () => {})
    try {
      const { bavail, bsize } = await statfs(this.#root)
      if (bavail * bsize - bytes < reservedBytes) throw new AppError('disk-full')
      if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(this.#root)
      await writeDurably(part, source)
      if ((await stat(part)).size !== bytes) throw new AppError('invalid-input', 'the chunk ended early')
    } catch (error) {
      await discard()
      throw translated(error)
    }
    const publish = async (n: number) => {
      const file = path.join(folder, String(n))
      try {
        await name(part, file)
        await syncFolder(folder)
        return (await stat(file)).size
      } catch (error) {
        throw translated(error)
      }
    }
    return { publish, discard }
  }

  async get(key: BlobKey, n: number): Promise<{ bytes: number; stream: Readable } | null> {
    let file: FileHandle
    try {
      file = await open(path.join(this.#folderOf(key), String(n)), 'r')
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
    try {
      const { size } = await file.stat()
      return { bytes: size, stream: file.createReadStream({ highWaterMark: readBytes }) }
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async drop(key: BlobKey, chunks: readonly number[]): Promise<void> {
    for (const n of chunks) await rm(path.join(this.#folderOf(key), String(n)), { force: true })
  }

  async dropAll(key: BlobKey): Promise<void> {
    await rm(this.#folderOf(key), { recursive: true, force: true })
  }

  async *list(): AsyncIterable<{ key: BlobKey; chunks: readonly number[] }> {
    for (const folder of await readdir(this.#root)) {
      const [, account, blob] = folderForm.exec(folder) ?? []
      if (account === undefined || blob === undefined) continue
      const chunks: number[] = []
      for (const name of await namesIn(path.join(this.#root, folder))) {
        const n = Number(name)
        if (!Number.isInteger(n)) continue
        if (!this.#shared || (await isSettled(path.join(this.#root, folder, name)))) chunks.push(n)
      }
      yield { key: { account, blob }, chunks }
    }
  }

  #folderOf({ account, blob }: BlobKey): string {
    return path.join(this.#root, `${account}.${blob}`)
  }
}

/** Gives `part` the name `file`, unless that is taken. */
async function name(part: string, file: string): Promise<void> {
  try {
    await link(part, file)
    await rm(part)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) throw error
    // A file system without hard links. The caller publishes one at a time.
    const there = await stat(file).catch(() => null)
    if (there === null) await rename(part, file)
  }
}

async function writeDurably(part: string, source: Readable): Promise<void> {
  const file = await open(part, 'wx', 0o600)
  try {
    let pieces: Uint8Array[] = []
    let waiting = 0
    const write = async () => {
      const { bytesWritten } = await file.writev(pieces)
      // The rest of a write that was cut short finds no room either.
      if (bytesWritten < waiting) throw new AppError('disk-full')
      pieces = []
      waiting = 0
    }
    for await (const piece of source as AsyncIterable<Uint8Array>) {
      pieces.push(piece)
      waiting += piece.length
      if (waiting >= writeBytes) await write()
    }
    if (waiting > 0) await write()
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Makes the names in a folder durable. Windows cannot open a folder and needs it not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function translated(error: unknown): unknown {
  if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') return new AppError('disk-full')
  // The blob was dropped meanwhile.
  return isMissing(error) ? new AppError('not-found') : error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
