/**
 * What of an offered folder is wanted. A list whose folders stand before what they hold, so that what lies in a folder
 * is the row of entries behind it. Has no knowledge of components.
 */
import type { FolderEntry } from '../../../shared/contract/transfers.ts'

export interface FolderList {
  readonly entries: readonly FolderEntry[]
  /** The first entry that does not lie in this one. */
  readonly ends: Int32Array
  /** Folders around it. */
  readonly depths: Uint8Array
}

/** One for each entry: 1 where it is left out. */
export type LeftOut = Uint8Array

export type Wanted = 'all' | 'some' | 'none'

export function listOf(entries: readonly FolderEntry[]): FolderList {
  const ends = Int32Array.from(entries, (_, entry) => entry + 1)
  const depths = new Uint8Array(entries.length)
  const open: number[] = []
  for (const [entry, { path }] of entries.entries()) {
    while (open.length > 0 && !path.startsWith(`${entries[open.at(-1) ?? 0]?.path}/`)) open.pop()
    depths[entry] = Math.min(255, open.length)
    for (const folder of open) ends[folder] = entry + 1
    if (entries[entry]?.folder) open.push(entry)
  }
  return { entries, ends, depths }
}

const endOf = ({ ends }: FolderList, entry: number): number => ends[entry] ?? entry + 1

/** With a folder goes what is in it. */
export function toggled(list: FolderList, left: LeftOut, entry: number): LeftOut {
  const changed = left.slice()
  changed.fill(wantedOf(list, left, entry) === 'all' ? 1 : 0, entry, endOf(list, entry))
  return changed
}

export function wantedOf(list: FolderList, left: LeftOut, entry: number): Wanted {
  const end = endOf(list, entry)
  // What a folder holds says how much of it is wanted; an empty one says it itself.
  const inside = left.subarray(end > entry + 1 ? entry + 1 : entry, end)
  if (!inside.includes(1)) return 'all'
  return inside.includes(0) ? 'some' : 'none'
}

export interface Sum {
  readonly files: number
  /** Bytes. */
  readonly bytes: number
  /** Nothing at all is wanted, not even an empty folder. */
  readonly nothing: boolean
}

export function sumOf({ entries }: FolderList, left: LeftOut): Sum {
  let [files, bytes] = [0, 0]
  for (const [entry, { size, folder }] of entries.entries()) {
    if (left[entry] === 1 || folder) continue
    files += 1
    bytes += size
  }
  return { files, bytes, nothing: !left.includes(0) }
}

/** What is left out, as ranges with both ends: a folder goes with everything in it. */
export function rangesOf(list: FolderList, left: LeftOut): [number, number][] {
  const ranges: [number, number][] = []
  for (let entry = 0; entry < left.length; entry++) {
    const out = list.entries[entry]?.folder ? wantedOf(list, left, entry) === 'none' : left[entry] === 1
    if (!out) continue
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === entry - 1) last[1] = entry
    else ranges.push([entry, entry])
  }
  return ranges
}

/** The entries that are seen: those in closed folders are not. */
export function seen(list: FolderList, open: ReadonlySet<number>): number[] {
  const rows: number[] = []
  for (let entry = 0; entry < list.entries.length; ) {
    rows.push(entry)
    entry = list.entries[entry]?.folder && !open.has(entry) ? endOf(list, entry) : entry + 1
  }
  return rows
}
