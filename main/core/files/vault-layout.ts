/** Where sealed chunks lie in a file of the vault. Imported by the chunk threads, so it imports little. */
import { chunkCount, chunkOverhead, maxSealedBytes } from './chunk.ts'

/** Bytes that a file of `size` bytes takes in the vault. */
export const sealedSize = (size: number): number => size + chunkCount(size) * chunkOverhead

/** Where chunk `index` begins. */
export const sealedOffset = (index: number): number => index * maxSealedBytes
