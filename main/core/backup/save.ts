/** Writes a backup and reads it back: under its name there is a whole one, or none. SPEC.md S-1 to S-3. */
import { existsSync } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { assertRoom, numberedName, TreeSync, targetError } from '../files/index.ts'
import { type GivenHead, newHead, openBackup, profileMark } from './head.ts'
import { isPartName, type Part, read, written } from './parts.ts'
import { openedPieces, sealedPieces } from './pieces.ts'
import { type Progress, reporter } from './progress.ts'

export interface NewBackup {
  /** Absolute path of a folder that is there. */
  readonly folder: string
  /** Of the file, without its ending; another number where there is one already. */
  readonly name: string
  readonly head: GivenHead
  readonly backupKey: Uint8Array
  readonly parts: readonly Part[]
}

export interface Saved {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

export const ending = '.megachat-backup'

/** All files below `folder`, as `prefix/…`. */
export async function partsIn(folder: string, prefix: string): Promise<Part[]> {
  if (!existsSync(folder)) return []
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ name: `${prefix}/${path.relative(folder, file).split(path.sep).join('/')}`, path: file }))
    .filter(({ name }) => isPartName(name))
}

/**
 * Raises `folder-unwritable`, `disk-full`, `file-unreadable`, `backup-damaged` where it cannot be read back, `cancelled`.
 * What was written goes then, also where nobody listens any more.
 */
export async function* saveBackup(backup: NewBackup, signal: AbortSignal): AsyncGenerator<Progress, Saved> {
  const { folder, parts } = backup
  const total = await sizeOf(parts)
  await assertRoom(folder, total)
  // The same every time: what a crash has left is overwritten.
  const part = path.join(folder, `.${profileMark(backup.backupKey)}${ending}.part`)
  // All of it is read back.
  const report = reporter(2 * total)
  let isWhole = false
  const assertWanted = () => {
    if (signal.aborted) throw new AppError('cancelled')
  }
  try {
    const file = await open(part, 'w', 0o600)
    try {
      for await (const bytes of write(file, backup)) {
        assertWanted()
        const progress = report(bytes)
        if (progress !== null) yield progress
      }
      await file.sync()
    } finally {
      await file.close()
    }
    for await (const bytes of readBack(part, backup.backupKey)) {
      assertWanted()
      const progress = report(bytes)
      if (progress !== null) yield progress
    }
    const name = freeName(folder, backup.name)
    await rename(part, path.join(folder, name))
    isWhole = true
    await synced(folder)
    return { name, size: (await stat(path.join(folder, name))).size }
  } catch (error) {
    throw targetError(error)
  } finally {
    if (!isWhole) await rm(part, { force: true })
  }
}

async function sizeOf(parts: readonly Part[]): Promise<number> {
  let total = 0
  for (const { path: file } of parts)
    total += await stat(file).then(
      ({ size }) => size,
      () => 0,
    )
  return total
}

/** Gives the bytes that each step has written. */
async function* write(file: FileHandle, { head, backupKey, parts }: NewBackup): AsyncGenerator<number> {
  const { bytes, key } = newHead(head, backupKey)
  await file.writeFile(bytes)
  for await (const piece of sealedPieces(written(parts), key)) {
    await file.appendFile(piece)
    yield piece.length
  }
}

/** Gives the bytes that each step has read. */
async function* readBack(path: string, backupKey: Uint8Array): AsyncGenerator<number> {
  const backup = await openBackup(path)
  try {
    for await (const { contents } of read(openedPieces(backup.file, backup.start, backup.streamKey(backupKey)))) {
      for await (const bytes of contents) yield bytes.length
    }
  } finally {
    await backup.close()
  }
}

function freeName(folder: string, name: string): string {
  for (let copy = 1; ; copy += 1) {
    const free = numberedName(`${name}${ending}`, copy)
    if (!existsSync(path.join(folder, free))) return free
  }
}

/** The name is on the disk. */
async function synced(folder: string): Promise<void> {
  const sync = await TreeSync.open(folder)
  try {
    await sync.folders([])
  } finally {
    sync.close()
  }
}
