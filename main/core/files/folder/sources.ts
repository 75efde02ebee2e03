/** The files of a folder that is sent: known again by size and time. */
import { lstatSync, type Stats } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import { sourceError } from '../file-errors.ts'
import type { Tree } from './tree.ts'

/** Raises `file-changed`, `file-vanished`, `file-unreadable`, with the `name` of the first file that is not as it was. */
export function assertSources(root: string, tree: Tree): undefined {
  for (let entry = 0; entry < tree.count; entry++) {
    if (tree.isFolder(entry)) continue
    const relative = tree.pathOf(entry)
    let now: Stats
    try {
      now = lstatSync(path.join(root, relative))
    } catch (error) {
      throw new AppError(sourceError(error).code, 'a file of the folder', named(relative))
    }
    const same = now.isFile() && now.size === tree.sizeOf(entry) && now.mtimeMs === milliseconds(tree.modifiedOf(entry))
    if (!same) throw new AppError('file-changed', 'a file of the folder', named(relative))
  }
}

const named = (relative: string) => ({ name: path.posix.basename(relative) })

const billion = 1_000_000_000n

/** As Node computes it from what the system says: exact to less than a microsecond, and half the work of exact numbers. */
const milliseconds = (ns: bigint): number => Number(ns / billion) * 1000 + Number(ns % billion) / 1e6
