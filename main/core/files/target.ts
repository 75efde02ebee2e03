/**
 * The file that is received: a `.part` file beside its final name, then the final file. Owns how it is claimed, made
 * durable and moved; has no knowledge of chunks or transfers. Nothing here ever overwrites a file.
 */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, rename, rm, rmdir, statfs, unlink } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { isSystemError, targetError } from './file-errors.ts'
import { numberedName } from './safe-name.ts'

const partSuffix = '.part'
/** In a folder that others can write to, a link could stand there by now. Windows has no such flag. */
const writeNoLink = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)
/** After so many files of one name something else is wrong. */
const mostCopies = 10_000

/**
 * Makes the `.part` file for `name` (already safe) in `folder`, as long as the file will be, and gives its path. A name
 * that is taken, also by another transfer, becomes `name (2).ext`. Raises `disk-full`, `folder-unwritable`.
 */
export async function claimPart(folder: string, name: string, size: number, mode = 0o666): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    await assertRoom(folder, size)
    return await underFreeName(folder, name, async (final) => {
      const part = final + partSuffix
      const handle = await createExclusively(part, mode)
      if (handle === null) return null
      try {
        await handle.truncate(size)
      } catch (error) {
        await unlink(part)
        throw error
      } finally {
        await handle.close()
      }
      return part
    })
  } catch (error) {
    throw targetError(error)
  }
}

/**
 * Opens a part file for writing. Raises `folder-unwritable`, also when the file is gone or not `size` bytes long: its
 * drive may have been taken away and may come back.
 */
export async function openPart(part: string, size: number): Promise<FileHandle> {
  try {
    const handle = await open(part, writeNoLink)
    if ((await handle.stat()).size === size) return handle
    await handle.close()
  } catch (error) {
    throw targetError(error)
  }
  throw new AppError('folder-unwritable', 'the part file was cut')
}

/**
 * Gives the part file its final name and gives the path that it got: the planned one, or the next free number. The
 * bytes must be on disk before. May be repeated after a crash at any point with the same `planned` path, as long as
 * `record` stored each path it was told before that path is used. Raises `disk-full`, `folder-unwritable`.
 */
export async function finishPart(
  part: string,
  planned: string | null,
  size: number,
  record: (final: string) => void,
): Promise<string> {
  try {
    const partStat = await statOf(part)
    if (planned !== null) {
      const done = await statOf(planned)
      // A crash came after the move: under both names, or under the final one alone.
      if (done !== null && (partStat === null ? done.size === size : sameFile(done, partStat))) {
        await removeFile(part)
        return planned
      }
    }
    const folder = path.dirname(part)
    const name = path.basename(part).slice(0, -partSuffix.length)
    return await underFreeName(folder, name, async (final) => {
      record(final)
      if (!(await moveExclusively(part, final))) return null
      await syncFolder(folder)
      return final
    })
  } catch (error) {
    throw targetError(error)
  }
}

/** Removes a file that may be gone already. Raises `folder-unwritable`. */
export async function removeFile(file: string): Promise<void> {
  try {
    await unlink(file)
  } catch (error) {
    if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw targetError(error)
  }
}

/** Removes a folder and what is in it; links in it are not followed. It may be gone already. Raises `folder-unwritable`. */
export async function removeTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
    throw targetError(error)
  })
}

/** Removes the copy of a source, file or folder, and the folder that was made for it. Raises `folder-unwritable`. */
export async function removeSpooled(file: string): Promise<void> {
  await removeTree(file)
  await rmdir(path.dirname(file)).catch(() => {})
}

/** As {@link claimPart}, for a folder: the `.part` is one too. `bytes`: what will be written into it. */
export async function claimPartFolder(folder: string, name: string, bytes: number): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    await assertRoom(folder, bytes)
    return await underFreeName(folder, name, async (final) =>
      (await makeExclusively(final + partSuffix)) ? final + partSuffix : null,
    )
  } catch (error) {
    throw targetError(error)
  }
}

/** Raises `folder-unwritable` where there is no such folder: its drive may have been taken away and may come back. */
export async function assertPartFolder(part: string): Promise<void> {
  const status = await statOf(part).catch((error: unknown) => {
    throw targetError(error)
  })
  if (!status?.isDirectory()) throw new AppError('folder-unwritable', 'the part folder is gone')
}

/** As {@link finishPart}, for a folder. */
export async function finishPartFolder(
  part: string,
  planned: string | null,
  record: (final: string) => void,
): Promise<string> {
  try {
    if (planned !== null) {
      // A crash came after the move, or before: then an empty folder holds the name.
      if ((await statOf(part)) === null && (await statOf(planned))?.isDirectory()) return planned
      await rmdir(planned).catch(() => {})
    }
    const folder = path.dirname(part)
    const name = path.basename(part).slice(0, -partSuffix.length)
    return await underFreeName(folder, name, async (final) => {
      record(final)
      if (!(await makeExclusively(final))) return null
      // The empty folder only held the name; Windows does not rename over it.
      if (process.platform === 'win32') await rmdir(final)
      await rename(part, final)
      await syncFolder(folder)
      return final
    })
  } catch (error) {
    throw targetError(error)
  }
}

/** Gives what `use` makes of the first free name; it gives null where the name was taken meanwhile. */
async function underFreeName(
  folder: string,
  name: string,
  use: (final: string) => Promise<string | null>,
): Promise<string> {
  for (let copy = 1; copy <= mostCopies; copy++) {
    const final = path.join(folder, numberedName(name, copy))
    const used = (await statOf(final)) === null ? await use(final) : null
    if (used !== null) return used
  }
  throw new AppError('folder-unwritable', 'every name is taken')
}

/** False when there is something of that name. */
async function makeExclusively(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  }
}

/** Raises `disk-full` with `missing` unless `folder` has room for `bytes` more; `folder-unwritable`. */
export async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder).catch((error: unknown) => {
    throw targetError(error)
  })
  const free = bavail * bsize
  if (free < bytes) throw new AppError('disk-full', 'not enough room', { missing: bytes - free })
}

/** FAT on Linux, on macOS, and on Windows as libuv translates it. */
const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR']

/** `link` never replaces a file, `rename` does; where the file system has no links an empty file holds the name. */
async function moveExclusively(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    await unlink(from)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    if (!isSystemError(error, ...noLinks)) throw error
  }
  const held = await createExclusively(to)
  if (held === null) return false
  await held.close()
  await rename(from, to)
  return true
}

/** Null when there is something of that name. */
async function createExclusively(file: string, mode = 0o666): Promise<FileHandle | null> {
  try {
    return await open(file, 'wx', mode)
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return null
    throw error
  }
}

/** A new name is durable only when its folder is. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function statOf(file: string): Promise<Stats | null> {
  try {
    return await lstat(file)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null
    throw error
  }
}

const sameFile = (one: Stats, other: Stats) => one.dev === other.dev && one.ino === other.ino
