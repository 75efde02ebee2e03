/**
 * How what is shown in a chat lies in the profile: the sealed chunks of its transfer, one after the other, in a file of
 * a random name. Owns the folder and how files come into it; has no knowledge of transfers or messages.
 *
 * A chunk is what travels (chunk.ts), so the receiver keeps what it has been sent and the sender sends what it keeps.
 */
import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { type ChunkBuffers, chunkIn } from './buffers.ts'
import { chunkCount, chunkOverhead, chunkSize, sealChunk } from './chunk.ts'
import type { ChunkPool } from './chunk-pool.ts'
import { fileChunks, type Sealing } from './chunk-source.ts'
import { targetError } from './file-errors.ts'
import { readSealedFile, type SealedPlace } from './sealed-file.ts'
import type { Source } from './source.ts'
import { assertRoom, removeFile } from './target.ts'
import { sealedOffset, sealedSize } from './vault-layout.ts'

export const newVaultName = (): string => randomBytes(16).toString('hex')

/** Makes the folder, for its user alone. */
export async function prepareVault(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw targetError(error)
  })
}

/**
 * Seals a copy of `source` into `folder` and gives its path; nothing of it stays where that fails. Raises `disk-full`,
 * `folder-unwritable`, `file-changed`, `file-unreadable`.
 */
export async function sealInto(
  folder: string,
  source: Source,
  sealing: Sealing,
  { pool, buffers }: { readonly pool: ChunkPool; readonly buffers: ChunkBuffers },
): Promise<string> {
  await prepareVault(folder)
  const chunks = fileChunks(source, sealing, pool)
  const { size } = chunks
  await assertRoom(folder, sealedSize(size))
  return writeNew(folder, async (handle) => {
    for (let index = 0; index < chunkCount(size); index++) {
      const buffer = await buffers.take()
      try {
        const length = await chunks.seal(index, buffer)
        await writeFully(handle, chunkIn(buffer, length), sealedOffset(index))
      } finally {
        buffers.giveBack(buffer)
      }
    }
  })
}

/** Seals what `place` holds once more, under another key, and gives the path. Raises `disk-full`, `folder-unwritable`, `transfer-corrupt`. */
export function sealAnew(folder: string, place: SealedPlace, sealing: Sealing): Promise<string> {
  return sealPieces(folder, place.size, readSealedFile(place, 0, place.size), sealing)
}

/** Seals what is in memory, and gives the path. Raises `disk-full`, `folder-unwritable`. */
export function sealBytes(folder: string, bytes: Uint8Array, sealing: Sealing): Promise<string> {
  const pieces = Array.from({ length: chunkCount(bytes.length) }, (_, index) =>
    bytes.subarray(index * chunkSize, (index + 1) * chunkSize),
  )
  return sealPieces(folder, bytes.length, pieces, sealing)
}

/** @param pieces as long as chunks are. */
async function sealPieces(
  folder: string,
  size: number,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { key, transferId }: Sealing,
): Promise<string> {
  await prepareVault(folder)
  await assertRoom(folder, sealedSize(size))
  return writeNew(folder, async (handle) => {
    let index = 0
    for await (const plain of pieces) {
      const sealed = new Uint8Array(plain.length + chunkOverhead)
      sealChunk(key, { transferId, index, size }, plain, sealed)
      await writeFully(handle, sealed, sealedOffset(index))
      index++
    }
  })
}

/** Gives the path of a new file that `write` has filled; nothing of it stays where that fails. */
async function writeNew(folder: string, write: (handle: FileHandle) => Promise<void>): Promise<string> {
  const file = path.join(folder, newVaultName())
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw targetError(error)
  })
  try {
    await write(handle)
    await handle.sync()
    await handle.close()
    return file
  } catch (error) {
    await handle.close().catch(() => {})
    await removeFile(file)
    throw error instanceof AppError ? error : targetError(error)
  }
}

/** Removes what no row knows: a crash came between a file and its row. `known`: paths. */
export async function sweepVault(folder: string, known: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const file = path.join(folder, name)
    if (!known.has(file)) await removeFile(file)
  }
}

async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten
  }
}
