/**
 * The files of a folder that is received, inside its `.part` folder. A file that comes in one chunk is made when it
 * comes; one that comes in several is there before, as long as it will be, so that one which somebody has taken away
 * meanwhile is missed and not made again with holes.
 */
import { closeSync, constants, ftruncateSync, lstatSync, lutimesSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../../shared/errors.ts'
import type { Bitmap } from '../bitmap.ts'
import { targetError } from '../file-errors.ts'
import type { Choice, Tree } from './tree.ts'

const makeNoLink = constants.O_WRONLY | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

/** `held`: chunks that are on disk. Raises `disk-full`, `folder-unwritable`. */
export function prepareAll(root: string, tree: Tree, choice: Choice, held: Pick<Bitmap, 'has'>): undefined {
  eachWanted(root, tree, choice, (entry, place) => {
    if (tree.isFolder(entry)) return void mkdirSync(place, { recursive: true })
    const [from, to] = tree.chunksOf(entry)
    let begun = false
    for (let index = from; index < to && !begun; index++) begun = held.has(index)
    if (begun) return assertLength(place, tree.sizeOf(entry))
    if (to - from === 1) return
    const descriptor = openSync(place, makeNoLink, tree.isExecutable(entry) ? 0o777 : 0o666)
    try {
      ftruncateSync(descriptor, tree.sizeOf(entry))
    } finally {
      closeSync(descriptor)
    }
  })
}

/** `made`: entries that are known to be whole and to have their time. Raises `disk-full`, `folder-unwritable`. */
export function completeAll(root: string, tree: Tree, choice: Choice, made: Pick<Bitmap, 'has'>): undefined {
  const folders: number[] = []
  const rest = { has: (entry: number) => choice?.has(entry) !== false && !made.has(entry) }
  eachWanted(root, tree, rest, (entry, place) => {
    if (tree.isFolder(entry)) return void folders.push(entry)
    assertLength(place, tree.sizeOf(entry))
    setTime(place, tree.modifiedOf(entry))
  })
  // What is written in a folder changes its time: the innermost first.
  for (const entry of folders.reverse()) setTime(path.join(root, tree.pathOf(entry)), tree.modifiedOf(entry))
}

/** With every file that is wanted come the folders that it lies in. */
function eachWanted(root: string, tree: Tree, choice: Choice, work: (entry: number, place: string) => void): void {
  const made = new Set([''])
  try {
    for (let entry = 0; entry < tree.count; entry++) {
      if (choice !== null && !choice.has(entry)) continue
      const relative = tree.pathOf(entry)
      const parent = relative.slice(0, Math.max(0, relative.lastIndexOf('/')))
      if (!made.has(parent)) mkdirSync(path.join(root, parent), { recursive: true })
      made.add(parent)
      work(entry, path.join(root, relative))
    }
  } catch (error) {
    throw targetError(error)
  }
}

function assertLength(place: string, size: number): void {
  const now = lstatSync(place, { throwIfNoEntry: false })
  if (!now?.isFile() || now.size !== size) throw new AppError('folder-unwritable', 'a file was taken away or cut')
}

function setTime(place: string, modifiedNs: bigint): void {
  const seconds = Number(modifiedNs) / 1e9
  try {
    lutimesSync(place, seconds, seconds)
  } catch {
    // A time that this file system does not know; the file is whole all the same.
  }
}
