/**
 * What a folder holds: its files one after the other as one long file, which is cut into chunks like any other. Owns
 * where each file lies in it; has no knowledge of disks or networks.
 */
import { hasBit } from '../bitmap.ts'
import { chunkLength, chunkSize } from '../chunk.ts'
import { type Entries, entryFlags, shareColumns, type TreeColumns } from './tree-columns.ts'

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

/** The bits of a bitmap, one for each entry; null for all. */
export type ChoiceBits = Uint8Array | null

export const choiceOf = (bits: ChoiceBits): Choice => (bits === null ? null : { has: (entry) => hasBit(bits, entry) })

export class Tree {
  readonly columns: TreeColumns
  /** Bytes of all files. */
  readonly size: number
  readonly #paths: Buffer

  constructor(columns: TreeColumns) {
    this.columns = columns
    this.#paths = Buffer.from(columns.paths.bytes.buffer)
    const last = this.count - 1
    this.size = this.#startOf(last) + this.sizeOf(last)
  }

  static of(entries: Entries): Tree {
    return new Tree(shareColumns(entries))
  }

  /** Files and folders. */
  get count(): number {
    return this.columns.flags.length
  }

  /** Relative, with `/` between names; a folder stands before what it holds. */
  pathOf(entry: number): string {
    const { ends } = this.columns.paths
    return this.#paths.toString('utf8', ends[entry - 1] ?? 0, ends[entry] ?? 0)
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
    const start = this.#startOf(entry)
    const size = this.sizeOf(entry)
    return size === 0 ? [0, 0] : [Math.floor(start / chunkSize), Math.floor((start + size - 1) / chunkSize) + 1]
  }

  /** What chunk `index` is made of, in order. */
  piecesOf(index: number): Piece[] {
    const from = index * chunkSize
    const to = from + chunkLength(this.size, index)
    const pieces: Piece[] = []
    for (let entry = this.#entryAt(from); entry < this.count; entry++) {
      const start = this.#startOf(entry)
      if (start >= to) break
      const begin = Math.max(start, from)
      const length = Math.min(start + this.sizeOf(entry), to) - begin
      if (length > 0) pieces.push({ entry, position: begin - start, length, at: begin - from })
    }
    return pieces
  }

  #startOf(entry: number): number {
    return this.columns.starts[entry] ?? 0
  }

  /** The last entry that begins at or before `position`; those without bytes at the same place may come before it. */
  #entryAt(position: number): number {
    let [low, high] = [0, this.count - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.#startOf(middle) <= position) low = middle
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
