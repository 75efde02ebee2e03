/** Reads and writes the parts of a chunk that lie in the files of a folder. Runs in the threads of chunks. */
import { closeSync, constants, futimesSync, openSync } from 'node:fs'
import path from 'node:path'
import { assertSame, readFully, writeFully } from '../file-bytes.ts'
import type { Choice, Tree } from './tree.ts'

/** Windows has no such flags; opening a pipe that has taken a file's place would wait for its other end. */
const noLink = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const readNoLink = constants.O_RDONLY | noLink
const writeNoLink = constants.O_WRONLY | noLink
const makeNoLink = writeNoLink | constants.O_CREAT | constants.O_TRUNC

/**
 * Fills `plain` with chunk `index`, from its start. Each file is looked at after it was read: so what is sent is the folder as it
 * was scanned, whatever becomes of it later.
 */
export function readPieces(root: string, tree: Tree, index: number, plain: Uint8Array): void {
  for (const { entry, position, at, length } of tree.piecesOf(index)) {
    const descriptor = openSync(path.join(root, tree.pathOf(entry)), readNoLink)
    try {
      readFully(descriptor, plain.subarray(at, at + length), position)
      assertSame(descriptor, { size: tree.sizeOf(entry), modifiedNs: tree.modifiedOf(entry) })
    } finally {
      closeSync(descriptor)
    }
  }
}

/** Writes what is wanted of chunk `index`, which `plain` begins with. A file that is one piece is made, and gets its time. */
export function writePieces(root: string, tree: Tree, choice: Choice, index: number, plain: Uint8Array): void {
  for (const { entry, position, at, length } of tree.piecesOf(index)) {
    if (choice?.has(entry) === false) continue
    const whole = length === tree.sizeOf(entry)
    const mode = tree.isExecutable(entry) ? 0o777 : 0o666
    const descriptor = openSync(path.join(root, tree.pathOf(entry)), whole ? makeNoLink : writeNoLink, mode)
    try {
      writeFully(descriptor, plain.subarray(at, at + length), position)
      if (whole) {
        const seconds = Number(tree.modifiedOf(entry)) / 1e9
        futimesSync(descriptor, seconds, seconds)
      }
    } finally {
      closeSync(descriptor)
    }
  }
}
