/**
 * A stream of any length, sealed in pieces of one size: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: "Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015) over AES-256-GCM. What was cut off, added,
 * left out or put elsewhere does not open. SPEC.md S-1.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'

/** Bytes of a piece before it is sealed; the last one may have fewer, or none. */
export const pieceBytes = 1024 * 1024
const tagBytes = 16

/** 12 bytes: seven zeros, the piece's number, and whether it is the last. The key is used for one stream alone. */
function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 7)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}

/** @param key 32 bytes, for this stream alone. */
export async function* sealedPieces(plain: AsyncIterable<Uint8Array>, key: Uint8Array): AsyncGenerator<Buffer> {
  let index = 0
  for await (const { bytes, isLast } of regrouped(plain)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, isLast))
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    index += 1
  }
}

/**
 * What {@link sealedPieces} has sealed, from byte `start` of a file to its end.
 * Raises `backup-damaged` for what it has not made, or not with this key.
 */
export async function* openedPieces(file: FileHandle, start: number, key: Uint8Array): AsyncGenerator<Buffer> {
  const { size } = await file.stat()
  const sealedBytes = pieceBytes + tagBytes
  const room = Buffer.alloc(sealedBytes)
  let position = start
  for (let index = 0; ; index += 1) {
    const length = Math.min(sealedBytes, size - position)
    const isLast = position + length === size
    if (length < tagBytes) throw new AppError('backup-damaged', 'it was cut off')
    await readFully(file, room.subarray(0, length), position)
    yield opened(room.subarray(0, length), key, nonceOf(index, isLast))
    if (isLast) return
    position += length
  }
}

function opened(sealed: Buffer, key: Uint8Array, nonce: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    throw new AppError('backup-damaged', 'a piece does not open')
  }
}

/** Raises `backup-damaged` where the file is shorter. */
export async function readFully(file: FileHandle, into: Uint8Array, position: number): Promise<void> {
  let done = 0
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done)
    if (bytesRead === 0) throw new AppError('backup-damaged', 'it was cut off')
    done += bytesRead
  }
}

interface Piece {
  /** Good until the next one is asked for. */
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

async function* regrouped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  const room = Buffer.alloc(pieceBytes)
  let length = 0
  for await (const part of source) {
    for (let offset = 0; offset < part.length; ) {
      if (length === pieceBytes) {
        yield { bytes: room, isLast: false }
        length = 0
      }
      const taken = part.subarray(offset, offset + pieceBytes - length)
      room.set(taken, length)
      length += taken.length
      offset += taken.length
    }
  }
  yield { bytes: room.subarray(0, length), isLast: true }
}
