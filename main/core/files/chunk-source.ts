/** Where the sealed chunks of what is sent come from. Has no knowledge of paths or of order. */
import { AppError } from '../../../shared/errors.ts'
import { type ChunkBuffer, chunkIn } from './buffers.ts'
import type { ChunkJob } from './chunk-jobs.ts'
import type { ChunkPool } from './chunk-pool.ts'
import { readSealed } from './sealed-chunks.ts'
import type { Source } from './source.ts'

export interface ChunkSource {
  /** Bytes before they are sealed. */
  readonly size: number
  /** Puts sealed chunk `index` into `buffer`, from its start, and gives its length. Raises `file-changed` and the like. */
  seal(index: number, buffer: ChunkBuffer): Promise<number>
  /** Raises `file-changed` or `file-vanished` unless everything is still as it was when it was opened. */
  assertUnchanged(): Promise<void>
  /** No chunk may be at work any more. */
  close(): Promise<void>
}

/** The secret and the name of a transfer, which every chunk of it is sealed with. */
export interface Sealing {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 16 bytes. */
  readonly transferId: Uint8Array
}

/** A file, encrypted as it is read. */
export function fileChunks(source: Source, sealing: Sealing, pool: ChunkPool): ChunkSource {
  const { size, modifiedNs } = source.fingerprint
  return {
    size,
    seal: (index, buffer) =>
      lengthOf(pool, { kind: 'seal', descriptor: source.descriptor, ...sealing, index, size, modifiedNs }, buffer),
    assertUnchanged: () => source.assertUnchanged(),
    close: () => source.close(),
  }
}

/** A file that holds the chunks of `size` bytes as they are sent. */
export function sealedChunks(source: Source, size: number): ChunkSource {
  return {
    size,
    seal: (index, buffer) => readSealed(source.handle, { index, size }, chunkIn(buffer)),
    assertUnchanged: () => source.assertUnchanged(),
    close: () => source.close(),
  }
}

/** Bytes that the job has made. Raises what it failed with. */
export async function lengthOf(pool: ChunkPool, job: ChunkJob, buffer: ChunkBuffer): Promise<number> {
  const made = await pool.run(job, buffer)
  if (!made.ok) throw new AppError(made.code)
  return made.length
}
