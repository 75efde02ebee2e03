/**
 * Reads what a folder on this computer holds. Links are not followed and nothing but files and folders is taken: a link
 * may lead anywhere, a pipe or a device has no end. Runs in a thread of its own.
 */
import { type BigIntStats, lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import { maxFileSize } from '../chunk.ts'
import { isSystemError, sourceError } from '../file-errors.ts'
import { maxEntries } from './limits.ts'
import { type Entries, entryFlags } from './tree-columns.ts'

export interface Scanned {
  readonly entries: Entries
  /** Links and what is neither file nor folder. */
  readonly leftOut: number
}

const executableBits = 0o111n

/** Raises `folder-too-large`, `file-vanished`, `file-unreadable` with the `name` of what could not be read. */
export function scanFolder(root: string): Scanned {
  const paths: string[] = []
  const sizes: number[] = []
  const times: bigint[] = []
  const flags: number[] = []
  let leftOut = 0
  let total = 0

  const add = (relative: string, status: BigIntStats, flag: number) => {
    if (paths.length === maxEntries) throw new AppError('folder-too-large', 'entries', { limit: maxEntries })
    const size = flag === entryFlags.folder ? 0 : Number(status.size)
    total += size
    if (total > maxFileSize) throw new AppError('folder-too-large', 'bytes')
    paths.push(relative)
    sizes.push(size)
    times.push(status.mtimeNs)
    flags.push(flag)
  }

  const walk = (folder: string) => {
    for (const name of namesIn(root, folder)) {
      const relative = folder === '' ? name : `${folder}/${name}`
      const status = statusOf(root, relative)
      if (status?.isDirectory() === true) {
        add(relative, status, entryFlags.folder)
        walk(relative)
      } else if (status?.isFile() === true) {
        add(relative, status, (status.mode & executableBits) === 0n ? 0 : entryFlags.executable)
      } else leftOut++
    }
  }

  if (!lstatSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new AppError('file-vanished')
  walk('')
  return { entries: { paths, sizes, modifiedNs: times, flags }, leftOut }
}

function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(path.join(root, folder)).sort()
  } catch (error) {
    throw unreadable(error, folder)
  }
}

/** Null for what is gone by now, and for a name that is no text. */
function statusOf(root: string, relative: string): BigIntStats | null {
  try {
    return lstatSync(path.join(root, relative), { bigint: true })
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null
    throw unreadable(error, relative)
  }
}

function unreadable(error: unknown, relative: string): AppError {
  return new AppError(sourceError(error).code, 'reading a folder failed', { name: path.posix.basename(relative) })
}
