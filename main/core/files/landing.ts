/** Where what is received comes to lie: a file, or a folder. Each is filled under another name and then gets its own. */
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { Bitmap } from './bitmap.ts'
import type { ChunkPool } from './chunk-pool.ts'
import { type ChunkSink, fileSink } from './chunk-sink.ts'
import type { Sealing } from './chunk-source.ts'
import { completeTargets, prepareTree } from './folder/jobs.ts'
import { packedTree } from './folder/read.ts'
import { type Choice, choiceOf, type Tree } from './folder/tree.ts'
import { treeSink } from './folder/tree-chunks.ts'
import { TreeSync } from './folder/tree-sync.ts'
import { markOrigin, OriginMarks } from './origin-mark.ts'
import type { TransferRow } from './table.ts'
import { assertPartFolder, finishPart, finishPartFolder, openPart } from './target.ts'
import { sealedSize } from './vault-layout.ts'

export interface Landing {
  sink(sealing: Sealing, pool: ChunkPool): ChunkSink
  /** Every chunk is written: the rest of it, durable. */
  complete(): Promise<void>
  close(): Promise<void>
}

/** `have`: chunks that are on disk. Raises `folder-unwritable`, `disk-full`; for a folder also `transfer-gone`, `transfer-corrupt`. */
export function openLanding(
  db: Database,
  row: TransferRow,
  part: string,
  have: Bitmap,
  signal: AbortSignal,
): Promise<Landing> {
  return row.folder === null ? openFile(row, part) : openFolder(db, row, part, have, signal)
}

/** Gives the path that it got; see {@link finishPart}. */
export function nameLanding(row: TransferRow, part: string, record: (final: string) => void): Promise<string> {
  return row.folder === null
    ? finishPart(part, row.file, bytesOnDisk(row), record)
    : finishPartFolder(part, row.file, record)
}

async function openFile(row: TransferRow, part: string): Promise<Landing> {
  const { size, vault: sealed } = row
  const file = await openPart(part, bytesOnDisk(row))
  return {
    sink: (sealing, pool) => fileSink({ file, size, sealed }, sealing, pool),
    complete: async () => {
      if (!sealed) await markOrigin([part])
      await file.sync()
    },
    close: () => file.close(),
  }
}

async function openFolder(
  db: Database,
  row: TransferRow,
  root: string,
  have: Bitmap,
  signal: AbortSignal,
): Promise<Landing> {
  await assertPartFolder(root)
  const bits = row.folder?.choice ?? null
  const packed = packedTree(db, row)
  const opening = TreeSync.open(root)
  const tree = await prepareTree({ ...packed, root, choice: bits, held: have.bytes }, signal).catch(
    async (error: unknown) => {
      // Its program would stay.
      ;(await opening).close()
      throw error
    },
  )
  const sync = await opening
  const { columns } = tree
  const choice = choiceOf(bits)
  const made = new Bitmap(tree.count)
  const marks = new OriginMarks()
  return {
    sink: (sealing, pool) => treeSink({ root, tree, choice: bits, sync, made, marks }, sealing, pool),
    complete: async () => {
      await completeTargets({ root, columns, choice: bits, made: made.bytes }, signal)
      marks.add(placesOfOthers(root, tree, choice, made))
      await marks.finish()
      await sync.folders(foldersOf(tree))
    },
    close: async () => {
      await marks.close()
      sync.close()
    },
  }
}

/** The wanted files that were not made in this run, or in several chunks. */
function placesOfOthers(root: string, tree: Tree, choice: Choice, made: Bitmap): string[] {
  const places: string[] = []
  for (let entry = 0; entry < tree.count; entry++) {
    if (!tree.isFolder(entry) && (choice === null || choice.has(entry)) && !made.has(entry))
      places.push(path.join(root, tree.pathOf(entry)))
  }
  return places
}

function foldersOf(tree: Tree): string[] {
  const folders: string[] = []
  for (let entry = 0; entry < tree.count; entry++) if (tree.isFolder(entry)) folders.push(tree.pathOf(entry))
  return folders
}

const bytesOnDisk = ({ vault, size }: TransferRow): number => (vault ? sealedSize(size) : size)
