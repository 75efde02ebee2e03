/**
 * The format of one encrypted chunk: owns its layout, sizes and associated data. Has no knowledge of files, threads or
 * networks.
 *
 *     offset  bytes  field
 *     0       1      version, 1
 *     1       12     nonce, fresh and random for every encryption [Note: chunk nonces]
 *     13      n      AES-256-GCM ciphertext (NIST SP 800-38D) of the chunk's plaintext
 *     13+n    16     tag
 *
 *     associated data, 33 bytes: version (1) | transfer id (16) | index (8, big-endian) | size of the file (8, big-endian)
 *
 * Every chunk but the last has `chunkSize` bytes of plaintext; the last has what remains. So the length of a chunk
 * follows from its index and the size, both of which are authenticated: a chunk that is cut, moved to another place or
 * taken from another transfer does not open.
 *
 * [Note: chunk nonces] A chunk may be encrypted again after a crash, and the file may have changed in between. A nonce
 * that followed from the index would then cover two plaintexts, which gives both and the authentication key away. With
 * random nonces 2^24 chunks under one key, some of them twice, stay far below the 2^32 encryptions that GCM allows.
 */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'

export const chunkVersion = 1
/** Bytes of plaintext in each chunk but the last. */
export const chunkSize = 4 * 1024 * 1024
/** The relay's limit on the chunks of one blob; 64 TiB. */
export const maxChunks = 2 ** 24
export const maxFileSize = chunkSize * maxChunks

export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + nonceBytes
/** What a chunk is longer than its plaintext. */
export const chunkOverhead = headBytes + tagBytes
/** Bytes of the longest chunk. */
export const maxSealedBytes = chunkSize + chunkOverhead

/** Plaintext that goes through the cipher at once: small enough to stay in the processor's cache. */
const pieceBytes = 256 * 1024

/** Which chunk it is. */
export interface ChunkPlace {
  /** 16 bytes. */
  readonly transferId: Uint8Array
  readonly index: number
  /** Bytes of the whole file. */
  readonly size: number
}

/** How many chunks a file of `size` bytes has; none when it is empty. */
export const chunkCount = (size: number): number => Math.ceil(size / chunkSize)

/** Bytes of plaintext in chunk `index`. */
export function chunkLength(size: number, index: number): number {
  return Math.max(0, Math.min(chunkSize, size - index * chunkSize))
}

/**
 * Encrypts `plain` into `sealed`, which must have room for `plain.length + chunkOverhead` bytes, and gives that number.
 * `key`: 32 bytes, of this transfer alone.
 */
export function sealChunk(key: Uint8Array, place: ChunkPlace, plain: Uint8Array, sealed: Uint8Array): number {
  if (sealed.length < plain.length + chunkOverhead) throw new RangeError('no room for the chunk')
  const nonce = sealed.subarray(1, headBytes)
  sealed[0] = chunkVersion
  randomFillSync(nonce)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(place))
  let offset = headBytes
  for (let from = 0; from < plain.length; from += pieceBytes) {
    const piece = cipher.update(plain.subarray(from, from + pieceBytes))
    sealed.set(piece, offset)
    offset += piece.length
  }
  cipher.final()
  sealed.set(cipher.getAuthTag(), offset)
  return offset + tagBytes
}

/**
 * Decrypts the chunk `sealed` into `plain` and gives the length of the plaintext. Raises `transfer-corrupt` when it is
 * not the chunk of this place under this key; what `plain` holds then must not be used.
 */
export function openChunk(key: Uint8Array, place: ChunkPlace, sealed: Uint8Array, plain: Uint8Array): number {
  let length = 0
  for (const piece of openPieces(key, place, sealed)) {
    plain.set(piece, length)
    length += piece.length
  }
  return length
}

/** As {@link openChunk}; gives the plaintext in the pieces in which it came out of the cipher. */
export function openPieces(key: Uint8Array, place: ChunkPlace, sealed: Uint8Array): Uint8Array[] {
  const length = sealed.length - chunkOverhead
  if (sealed[0] !== chunkVersion || length !== chunkLength(place.size, place.index))
    throw new AppError('transfer-corrupt', 'a chunk of another version or length')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, headBytes), { authTagLength: tagBytes })
    .setAAD(associatedData(place))
    .setAuthTag(sealed.subarray(headBytes + length))
  const end = headBytes + length
  const pieces: Uint8Array[] = []
  for (let from = headBytes; from < end; from += pieceBytes) {
    pieces.push(decipher.update(sealed.subarray(from, Math.min(end, from + pieceBytes))))
  }
  try {
    decipher.final()
  } catch (error) {
    throw new AppError('transfer-corrupt', 'a chunk does not open', {}, { cause: error })
  }
  return pieces
}

function associatedData({ transferId, index, size }: ChunkPlace): Uint8Array {
  if (transferId.length !== 16) throw new RangeError('a transfer id has 16 bytes')
  const data = Buffer.alloc(33)
  data[0] = chunkVersion
  data.set(transferId, 1)
  data.writeBigUInt64BE(BigInt(index), 17)
  data.writeBigUInt64BE(BigInt(size), 25)
  return data
}
