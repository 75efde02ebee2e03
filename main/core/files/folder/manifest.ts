/**
 * The manifest of a folder as it travels: protobuf columns, raw DEFLATE (RFC 1951). What comes from others is checked
 * here once. Has no knowledge of disks. Runs in threads of its own: a manifest may have a million entries.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { AppError } from '../../../../shared/errors.ts'
import { ManifestSchema } from '../../../../shared/wire/gen/content_pb.js'
import { maxFileSize } from '../chunk.ts'
import { maxEntries, maxManifestBytes } from './limits.ts'
import { safePaths } from './safe-paths.ts'
import { Tree } from './tree.ts'
import { type Entries, entryFlags } from './tree-columns.ts'

/** Bytes, unpacked. */
const maxPlainBytes = 192 * 1024 * 1024
/** Bytes of UTF-8; the longest that Linux takes. */
const maxPathBytes = 4096

/** What the offer says of it. */
export interface Expected {
  readonly files: number
  readonly folders: number
  /** Bytes of all files. */
  readonly size: number
}

/** Raises `folder-too-large`. */
export function packManifest({ paths, sizes, modifiedNs, flags }: Entries): Uint8Array {
  const message = create(ManifestSchema, {
    paths: [...paths],
    sizes: Array.from(sizes, BigInt),
    modifiedAt: Array.from(modifiedNs),
    flags: Array.from(flags),
  })
  const plain = toBinary(ManifestSchema, message)
  const packed = deflateRawSync(plain, { level: 6 })
  if (plain.length > maxPlainBytes || packed.length > maxManifestBytes) throw new AppError('folder-too-large')
  return packed
}

/** The own one, with the paths as they are on this computer's disk. Raises `transfer-corrupt`. */
export const unpackOwn = (packed: Uint8Array, expected: Expected): Tree => Tree.of(checked(packed, expected))

/** Somebody else's, with paths that every system takes. Raises `transfer-corrupt`. */
export function unpackOffered(packed: Uint8Array, expected: Expected): Tree {
  const entries = checked(packed, expected)
  const paths = safePaths(entries.paths, (entry) => isFolder(entries.flags[entry]))
  if (paths === null) throw new AppError('transfer-corrupt', 'a path that cannot be')
  return Tree.of({ ...entries, paths })
}

/** What the offer of a folder says. */
export function totalsOf({ sizes, flags }: Pick<Entries, 'sizes' | 'flags'>): Expected {
  let [size, folders] = [0, 0]
  for (let entry = 0; entry < flags.length; entry++) {
    size += sizes[entry] ?? 0
    if (isFolder(flags[entry])) folders++
  }
  return { files: flags.length - folders, folders, size }
}

function checked(packed: Uint8Array, expected: Expected): Entries {
  const entries = entriesOf(packed)
  const { paths, sizes, flags } = entries
  const { files, folders, size } = totalsOf(entries)
  const sound =
    files === expected.files &&
    folders === expected.folders &&
    size === expected.size &&
    sizes.every((size, entry) => size <= maxFileSize && (size === 0 || !isFolder(flags[entry]))) &&
    flags.every((flag) => flag <= (entryFlags.folder | entryFlags.executable)) &&
    paths.every((path) => path !== '' && Buffer.byteLength(path) <= maxPathBytes)
  if (!sound) throw new AppError('transfer-corrupt', 'a manifest of another folder')
  return entries
}

function entriesOf(packed: Uint8Array) {
  try {
    const plain = inflateRawSync(packed, { maxOutputLength: maxPlainBytes })
    const { paths, sizes, modifiedAt, flags } = fromBinary(ManifestSchema, plain)
    const columns = [sizes, modifiedAt, flags]
    if (paths.length > maxEntries || columns.some(({ length }) => length !== paths.length))
      throw new RangeError('columns of different lengths')
    return { paths, sizes: Float64Array.from(sizes, Number), modifiedNs: modifiedAt, flags }
  } catch (error) {
    throw new AppError('transfer-corrupt', 'not a manifest', {}, { cause: error })
  }
}

const isFolder = (flags = 0): boolean => (flags & entryFlags.folder) !== 0
