/** What the user does with folders, beyond what holds for every transfer. Has no knowledge of how chunks travel. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { FolderEntry } from '../../../shared/contract/transfers.ts'
import { AppError } from '../../../shared/errors.ts'
import { newTransferId, type TransferId } from '../../../shared/ids.ts'
import type { Store } from '../store/index.ts'
import { Bitmap } from './bitmap.ts'
import { chunkCount, keyBytes } from './chunk.ts'
import { readTree, scan } from './folder/jobs.ts'
import { manifestPlace, packedTree } from './folder/read.ts'
import { leftOutBy, type Tree } from './folder/tree.ts'
import type { Life } from './life.ts'
import { type Fingerprint, Source } from './source.ts'
import { findManifest, type NewFolder, type TransferRow } from './table.ts'
import { removeFile } from './target.ts'
import { News } from './tasks.ts'
import { sealBytes } from './vault.ts'
import { idBytes } from './wire.ts'

/** Entries that one answer lists. */
const listedAtOnce = 5000
/** Milliseconds after the last look when the list of a folder is given up. */
const rememberMs = 60_000

/** A folder as it is offered, with its manifest in the vault. */
export interface PreparedFolder extends NewFolder {
  readonly name: string
  /** Bytes of all files. */
  readonly size: number
  readonly manifest: {
    readonly id: TransferId
    readonly key: Uint8Array
    /** Bytes before it was sealed. */
    readonly size: number
    readonly file: string
    readonly fingerprint: Fingerprint
  }
}

/** What of a folder is wanted. */
export interface ChosenParts {
  /** One bit for each entry; null for all. */
  readonly choice: Uint8Array | null
  /** Chunks that hold nothing of it, and their bytes. */
  readonly unwanted: { readonly chunks: readonly number[]; readonly bytes: number }
  /** Bytes of its files. */
  readonly bytes: number
}

export interface FoldersOptions {
  readonly store: Store
  readonly life: Life
  readonly vault: string
  /** Begins to fetch an offered manifest. */
  readonly load: (manifest: TransferId) => Promise<void>
}

export class Folders {
  readonly #options: FoldersOptions
  #looked: { readonly id: TransferId; readonly tree: Tree } | null = null
  #forgetting: NodeJS.Timeout | undefined

  constructor(options: FoldersOptions) {
    this.#options = options
  }

  /** Raises `folder-too-large`, `file-vanished`, `file-unreadable`, `disk-full`, `cancelled`. @param root absolute path. */
  async prepare(root: string, signal: AbortSignal): Promise<PreparedFolder> {
    const { packed, files, folders, leftOut, size } = await scan(root, signal)
    const id = newTransferId()
    const key = randomBytes(keyBytes)
    const file = await sealBytes(this.#options.vault, packed, { key, transferId: idBytes(id) })
    try {
      const kept = await Source.open(file)
      await kept.close()
      const manifest = { id, key, file, size: packed.length, fingerprint: kept.fingerprint }
      return { name: path.basename(root), size, files, folders, leftOut, manifest }
    } catch (error) {
      await removeFile(file)
      throw error
    }
  }

  /**
   * What is in it, from entry `from` on, some thousands at once; waits until the manifest is here. Raises `cancelled`,
   * and what its transfer fails with.
   */
  async entries(
    row: TransferRow,
    from: number,
    signal: AbortSignal,
  ): Promise<{ entries: FolderEntry[]; total: number }> {
    const tree = await this.#look(row, signal)
    const entries: FolderEntry[] = []
    for (let entry = from; entry < Math.min(tree.count, from + listedAtOnce); entry++) {
      entries.push({ path: tree.pathOf(entry), size: tree.sizeOf(entry), folder: tree.isFolder(entry) })
    }
    return { entries, total: tree.count }
  }

  /** @param without ranges of entries, both ends included. Raises `invalid-input` where nothing is left. */
  async choose(
    row: TransferRow,
    without: readonly (readonly [number, number])[],
    signal: AbortSignal,
  ): Promise<ChosenParts> {
    const tree = await this.#look(row, signal)
    const left = new Uint8Array(tree.count)
    for (const [first, last] of without) left.fill(1, first, last + 1)
    const choice = new Bitmap(tree.count)
    let bytes = 0
    for (let entry = 0; entry < tree.count; entry++) {
      if (left[entry] === 1) continue
      choice.add(entry)
      bytes += tree.sizeOf(entry)
    }
    if (choice.full) return { choice: null, unwanted: { chunks: [], bytes: 0 }, bytes }
    if (choice.count === 0) throw new AppError('invalid-input', 'nothing is wanted')
    return { choice: choice.bytes, unwanted: leftOutBy(tree, choice, chunkCount(row.size)), bytes }
  }

  /** Sees to it that the manifest of an incoming folder comes. */
  async loadManifest({ id, direction }: TransferRow): Promise<void> {
    const manifest = findManifest(this.#options.store.db, id)
    if (direction === 'incoming' && manifest?.state === 'offered') await this.#options.load(manifest.id)
  }

  async #look(row: TransferRow, signal: AbortSignal): Promise<Tree> {
    clearTimeout(this.#forgetting)
    this.#forgetting = setTimeout(() => {
      this.#looked = null
    }, rememberMs).unref()
    if (this.#looked?.id === row.id) return this.#looked.tree
    await this.#manifestOf(row, signal)
    const own = row.direction === 'outgoing'
    const tree = await readTree({ ...packedTree(this.#options.store.db, row), own }, signal)
    this.#looked = { id: row.id, tree }
    return tree
  }

  async #manifestOf(row: TransferRow, signal: AbortSignal): Promise<void> {
    const { store, life } = this.#options
    const news = new News()
    const off = life.changes.on(() => news.emit())
    try {
      await this.loadManifest(row)
      while (manifestPlace(store.db, row) === null) {
        const manifest = findManifest(store.db, row.id)
        if (manifest === null || manifest.finishedAt !== null) throw new AppError(manifest?.error ?? 'transfer-gone')
        await news.next(signal)
      }
    } finally {
      off()
    }
  }
}
