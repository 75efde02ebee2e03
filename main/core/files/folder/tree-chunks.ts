/** A folder on this computer as a source of chunks, and as what takes them in. */
import path from 'node:path'
import type { Bitmap } from '../bitmap.ts'
import type { ChunkPool } from '../chunk-pool.ts'
import type { ChunkSink } from '../chunk-sink.ts'
import { type ChunkSource, lengthOf, type Sealing } from '../chunk-source.ts'
import type { OriginMarks } from '../origin-mark.ts'
import { verifySources } from './jobs.ts'
import type { Choice, Tree } from './tree.ts'
import type { TreeSync } from './tree-sync.ts'

/** Of a folder that has just been known again. @param root absolute path. */
export function treeChunks(
  root: string,
  tree: Tree,
  sealing: Sealing,
  pool: ChunkPool,
  signal: AbortSignal,
): ChunkSource {
  const { size } = tree
  return {
    size,
    seal: (index, buffer) => {
      const pieces = tree.piecesOf(index).map(({ entry, ...piece }) => ({
        ...piece,
        path: tree.pathOf(entry),
        as:
          piece.length === tree.sizeOf(entry) ? null : { size: tree.sizeOf(entry), modifiedNs: tree.modifiedOf(entry) },
      }))
      return lengthOf(pool, { kind: 'gather', root, pieces, ...sealing, index, size }, buffer)
    },
    assertUnchanged: async () => {
      await verifySources({ root, columns: tree.columns }, signal)
    },
    close: () => Promise.resolve(),
  }
}

export interface TreeTarget {
  /** Absolute path of a folder that was prepared. */
  readonly root: string
  readonly tree: Tree
  /** What is not wanted of a chunk is not written. */
  readonly choice: Choice
  readonly sync: TreeSync
  /** Grows by the entries that have come as a whole. */
  readonly made: Bitmap
  readonly marks: OriginMarks
}

export function treeSink(target: TreeTarget, sealing: Sealing, pool: ChunkPool): ChunkSink {
  const { root, tree, choice, sync, made, marks } = target
  const { size } = tree
  let written = new Set<string>()
  return {
    size,
    write: async (index, length, buffer) => {
      const wanted = tree.piecesOf(index).filter(({ entry }) => choice === null || choice.has(entry))
      const pieces = wanted.map(({ entry, ...piece }) => ({
        ...piece,
        path: tree.pathOf(entry),
        makes: piece.length === tree.sizeOf(entry) ? { modifiedAt: Number(tree.modifiedOf(entry)) / 1e9 } : null,
        executable: tree.isExecutable(entry),
      }))
      const result = await pool.run({ kind: 'scatter', root, pieces, ...sealing, index, size, length }, buffer)
      for (const { path } of pieces) written.add(path)
      if (result.ok) {
        const whole = wanted.filter(({ entry, length }) => length === tree.sizeOf(entry))
        for (const { entry } of whole) made.add(entry)
        marks.add(whole.map(({ entry }) => path.join(root, tree.pathOf(entry))))
      }
      return result
    },
    sync: () => {
      const files = [...written]
      written = new Set()
      return sync.files(files)
    },
  }
}
