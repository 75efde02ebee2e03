/**
 * What is known of the entries of a folder, in memory that threads share: a million of them go from one to the other
 * without a copy.
 */

export interface TreeColumns {
  readonly paths: PackedPaths
  /** Bytes; 0 for folders. */
  readonly sizes: Float64Array
  /** Nanoseconds since the epoch. */
  readonly modifiedNs: BigInt64Array
  /** Of {@link entryFlags}. */
  readonly flags: Uint8Array
  /** Where each entry begins in the whole. */
  readonly starts: Float64Array
}

/** One behind the other, in UTF-8. */
interface PackedPaths {
  readonly bytes: Uint8Array
  /** Where each ends. */
  readonly ends: Uint32Array
}

/** The same, as it is read and written: columns of equal length. */
export interface Entries {
  /** Relative, with `/` between names; a folder stands before what it holds. */
  readonly paths: readonly string[]
  readonly sizes: ArrayLike<number>
  readonly modifiedNs: ArrayLike<bigint>
  readonly flags: ArrayLike<number>
}

export const entryFlags = { folder: 1, executable: 2 } as const

export function shareColumns({ paths, sizes, modifiedNs, flags }: Entries): TreeColumns {
  const count = paths.length
  const columns = {
    paths: packPaths(paths),
    sizes: new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT)),
    modifiedNs: new BigInt64Array(new SharedArrayBuffer(count * BigInt64Array.BYTES_PER_ELEMENT)),
    flags: new Uint8Array(new SharedArrayBuffer(count)),
    starts: new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT)),
  }
  columns.sizes.set(sizes)
  columns.modifiedNs.set(modifiedNs)
  columns.flags.set(flags)
  let start = 0
  for (let entry = 0; entry < count; entry++) {
    columns.starts[entry] = start
    start += sizes[entry] ?? 0
  }
  return columns
}

function packPaths(paths: readonly string[]): PackedPaths {
  const ends = new Uint32Array(new SharedArrayBuffer(paths.length * Uint32Array.BYTES_PER_ELEMENT))
  let end = 0
  for (const [entry, path] of paths.entries()) {
    end += Buffer.byteLength(path)
    ends[entry] = end
  }
  const bytes = Buffer.from(new SharedArrayBuffer(end))
  for (const [entry, path] of paths.entries()) bytes.write(path, ends[entry - 1] ?? 0)
  return { bytes: new Uint8Array(bytes.buffer), ends }
}
