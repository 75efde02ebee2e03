/** Reads a file of the vault as what it was before it was sealed, any part of it. Has no knowledge of who asks or why. */
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { chunkLength, chunkSize, maxSealedBytes, openChunk } from './chunk.ts'
import { openSealed, readSealed } from './sealed-chunks.ts'

export interface SealedPlace {
  /** Absolute path. */
  readonly path: string
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 16 bytes. */
  readonly transferId: Uint8Array
  /** Bytes before it was sealed. */
  readonly size: number
}

/**
 * The bytes from `start` up to, not including, `end`, piece by piece: a slow reader holds one chunk in memory. Raises
 * `file-vanished`, `file-unreadable`, `transfer-corrupt`: nothing is given of a chunk that does not open.
 */
export async function* readSealedFile(place: SealedPlace, start: number, end: number): AsyncGenerator<Uint8Array> {
  if (start < 0 || end > place.size || start > end) throw new AppError('invalid-input', 'no such bytes')
  const handle = await openSealed(place.path)
  try {
    for (let at = start; at < end; ) {
      const index = Math.floor(at / chunkSize)
      const plain = await openOne(handle, place, index)
      const from = at - index * chunkSize
      const piece = plain.subarray(from, Math.min(plain.length, from + end - at))
      yield piece
      at += piece.length
    }
  } finally {
    await handle.close()
  }
}

async function openOne(handle: FileHandle, { key, transferId, size }: SealedPlace, index: number): Promise<Uint8Array> {
  const sealed = new Uint8Array(Math.min(maxSealedBytes, chunkLength(size, index) + maxSealedBytes - chunkSize))
  const length = await readSealed(handle, { index, size }, sealed)
  const plain = new Uint8Array(chunkLength(size, index))
  openChunk(key, { transferId, index, size }, sealed.subarray(0, length), plain)
  return plain
}
