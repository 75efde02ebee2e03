/** A folder on this computer as a source of chunks, and as what takes them in. */
import path from 'node:path'
import type { Bitmap } from '../bitmap.ts'
import type { ChunkPool } from '../chunk-pool.ts'
import type { ChunkSink } from '../chunk-sink.ts'
import { type ChunkSource, lengthOf, type Sealing } from '../chunk-source.ts'
import type { OriginMarks } from '../origin-mark.ts'
import { verifySources } from './jobs.ts'
import { type ChoiceBits, choiceOf, type Tree } from './tree.ts'
import type { TreeSync } from './tree-sync.ts'

/** Looks at every file at once; what it finds is raised with the next chunk, or in the end. @param root absolute path. */
export function treeChunks(
  root: string,
  tree: Tree,
  sealing: Sealing,
  pool: ChunkPool,
  signal: AbortSignal,
): ChunkSource {
  const { size, columns } = tree
  const verified = verifySources({ root, columns }, signal)
  let different = false
  verified.catch(() => {
    different = true
  })
  return {
    size,
    seal: async (index, buffer) => {
      try {
        return await lengthOf(pool, { kind: 'gather', root, columns, ...sealing, index, size }, buffer)
      } catch (error) {
        // It names the file.
        await verified
        throw error
      } finally {
        if (different) await verified
      }
    },
    // After that each file was looked at as it was read.
    assertUnchanged: () => verified,
    close: () => verified.catch(() => {}),
  }
}

export interface TreeTarget {
  /** Absolute path of a folder that was prepared. */
  readonly root: string
  readonly tree: Tree
  /** What is not wanted of a chunk is not written. */
  readonly choice: ChoiceBits
  readonly sync: TreeSync
  /** Grows by the entries that have come as a whole. */
  readonly made: Bitmap
  readonly marks: OriginMarks
}

export function treeSink(target: TreeTarget, sealing: Sealing, pool: ChunkPool): ChunkSink {
  const { root, tree, choice, sync, made, marks } = target
  const { size, columns } = tree
  const chosen = choiceOf(choice)
  let written = new Set<number>()
  return {
    size,
    write: async (index, length, buffer) => {
      const job = { kind: 'scatter', root, columns, choice, ...sealing, index, size, length } as const
      const result = await pool.run(job, buffer)
      const wanted = tree.piecesOf(index).filter(({ entry }) => chosen?.has(entry) !== false)
      for (const { entry } of wanted) written.add(entry)
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
      return sync.files(files.map((entry) => tree.pathOf(entry)))
    },
  }
}
