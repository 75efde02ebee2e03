/**
 * What a folder holds: its files one after the other as one long file, which is cut into chunks like any other. Owns
 * where each file lies in it; has no knowledge of disks or networks.
 */
import { chunkLength, chunkSize } from '../chunk.ts'

/** Columns of equal length, which go from thread to thread as they are. */
export interface TreeColumns {
  /** Relative, with `/` between names; a folder stands before what it holds. */
  readonly paths: readonly string[]
  /** Bytes; 0 for folders. */
  readonly sizes: Float64Array
  /** Nanoseconds since the epoch. */
  readonly modifiedNs: BigInt64Array
  /** Of {@link entryFlags}. */
  readonly flags: Uint8Array
}

export const entryFlags = { folder: 1, executable: 2 } as const

/** The part of a chunk that lies in one file. */
export interface Piece {
  /** Number of the entry. */
  readonly entry: number
  /** Where it begins in the file. */
  readonly position: number
  /** Bytes; at least 1. */
  readonly length: number
  /** Where it begins in the chunk's plaintext. */
  readonly at: number
}

/** An entry is unwanted where a choice is given and does not have it. */
export type Choice = Pick<ReadonlySet<number>, 'has'> | null

export class Tree {
  readonly columns: TreeColumns
  /** Bytes of all files. */
  readonly size: number
  readonly files: number
  readonly folders: number
  /** Where each entry begins. */
  readonly #starts: Float64Array

  constructor(columns: TreeColumns) {
    this.columns = columns
    this.#starts = new Float64Array(this.count)
    let [size, folders] = [0, 0]
    for (let entry = 0; entry < this.count; entry++) {
      this.#starts[entry] = size
      size += this.sizeOf(entry)
      if (this.isFolder(entry)) folders++
    }
    this.size = size
    this.folders = folders
    this.files = this.count - folders
  }

  get count(): number {
    return this.columns.paths.length
  }

  pathOf(entry: number): string {
    return this.columns.paths[entry] ?? ''
  }

  sizeOf(entry: number): number {
    return this.columns.sizes[entry] ?? 0
  }

  modifiedOf(entry: number): bigint {
    return this.columns.modifiedNs[entry] ?? 0n
  }

  isFolder(entry: number): boolean {
    return ((this.columns.flags[entry] ?? 0) & entryFlags.folder) !== 0
  }

  isExecutable(entry: number): boolean {
    return ((this.columns.flags[entry] ?? 0) & entryFlags.executable) !== 0
  }

  /** The chunks that hold any of it: from the first up to, not including, the second. */
  chunksOf(entry: number): readonly [number, number] {
    const start = this.#starts[entry] ?? 0
    const size = this.sizeOf(entry)
    return size === 0 ? [0, 0] : [Math.floor(start / chunkSize), Math.floor((start + size - 1) / chunkSize) + 1]
  }

  /** What chunk `index` is made of, in order. */
  piecesOf(index: number): Piece[] {
    const from = index * chunkSize
    const to = from + chunkLength(this.size, index)
    const pieces: Piece[] = []
    for (let entry = this.#entryAt(from); entry < this.count; entry++) {
      const start = this.#starts[entry] ?? 0
      if (start >= to) break
      const begin = Math.max(start, from)
      const length = Math.min(start + this.sizeOf(entry), to) - begin
      if (length > 0) pieces.push({ entry, position: begin - start, length, at: begin - from })
    }
    return pieces
  }

  /** The last entry that begins at or before `position`; those without bytes at the same place may come before it. */
  #entryAt(position: number): number {
    let [low, high] = [0, this.count - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return Math.max(0, low)
  }
}

/** Bytes and chunks that a choice leaves out: a chunk that holds any of what is wanted is wanted. */
export function leftOutBy(tree: Tree, choice: Choice, chunks: number): { readonly chunks: number[]; bytes: number } {
  if (choice === null) return { chunks: [], bytes: 0 }
  const wanted = new Uint8Array(chunks)
  for (let entry = 0; entry < tree.count; entry++) {
    if (choice.has(entry)) wanted.fill(1, ...tree.chunksOf(entry))
  }
  const left: number[] = []
  let bytes = 0
  for (let index = 0; index < chunks; index++) {
    if (wanted[index] === 1) continue
    left.push(index)
    bytes += chunkLength(tree.size, index)
  }
  return { chunks: left, bytes }
}
