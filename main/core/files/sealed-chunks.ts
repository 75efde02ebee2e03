/** Reads sealed chunks from a file of the vault. Has no knowledge of keys. */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { chunkLength, chunkOverhead } from './chunk.ts'
import { sourceError } from './file-errors.ts'
import { sealedOffset } from './vault-layout.ts'

/** Puts sealed chunk `index` of a file of `size` bytes into `into` and gives its length. Raises `file-unreadable`, `file-changed`. */
export async function readSealed(
  handle: FileHandle,
  { index, size }: { readonly index: number; readonly size: number },
  into: Uint8Array,
): Promise<number> {
  const length = chunkLength(size, index) + chunkOverhead
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(into, done, length - done, sealedOffset(index) + done).catch((error) => {
      throw sourceError(error)
    })
    if (bytesRead === 0) throw new AppError('file-changed', 'the sealed file was cut')
    done += bytesRead
  }
  return length
}

/** Opens a sealed file for reading, never through a link. Raises `file-vanished`, `file-unreadable`. */
export async function openSealed(file: string): Promise<FileHandle> {
  return open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    throw sourceError(error)
  })
}
