/** A folder on this computer as a source of chunks, and as what takes them in. */
import type { ChunkPool } from '../chunk-pool.ts'
import type { ChunkSink } from '../chunk-sink.ts'
import { type ChunkSource, lengthOf, type Sealing } from '../chunk-source.ts'
import { verifySources } from './jobs.ts'
import type { Choice, Tree } from './tree.ts'
import { syncFiles } from './tree-sync.ts'

/** Raises `file-changed`, `file-vanished`, `file-unreadable`, also later. @param root absolute path. */
export async function openTree(
  root: string,
  tree: Tree,
  sealing: Sealing,
  pool: ChunkPool,
  signal: AbortSignal,
): Promise<ChunkSource> {
  const { size } = tree
  const assertUnchanged = async () => {
    await verifySources({ root, columns: tree.columns }, signal)
  }
  await assertUnchanged()
  return {
    size,
    seal: (index, buffer) => {
      const pieces = tree.piecesOf(index).map(({ entry, ...piece }) => ({
        ...piece,
        path: tree.pathOf(entry),
        size: tree.sizeOf(entry),
        modifiedNs: tree.modifiedOf(entry),
      }))
      return lengthOf(pool, { kind: 'gather', root, pieces, ...sealing, index, size }, buffer)
    },
    assertUnchanged,
    close: () => Promise.resolve(),
  }
}

/** What is not wanted of a chunk is not written. @param root absolute path of a folder that was prepared. */
export function treeSink(root: string, tree: Tree, choice: Choice, sealing: Sealing, pool: ChunkPool): ChunkSink {
  const { size } = tree
  let written = new Set<string>()
  return {
    size,
    write: async (index, length, buffer) => {
      const pieces = tree
        .piecesOf(index)
        .filter(({ entry }) => choice === null || choice.has(entry))
        .map(({ entry, ...piece }) => ({
          ...piece,
          path: tree.pathOf(entry),
          whole: piece.length === tree.sizeOf(entry),
          executable: tree.isExecutable(entry),
        }))
      const result = await pool.run({ kind: 'scatter', root, pieces, ...sealing, index, size, length }, buffer)
      for (const { path } of pieces) written.add(path)
      return result
    },
    sync: () => {
      const files = [...written]
      written = new Set()
      return syncFiles(root, files)
    },
  }
}
