/** Where the chunks of what is received go. Has no knowledge of paths or of order. */
import type { FileHandle } from 'node:fs/promises'
import type { ChunkBuffer } from './buffers.ts'
import type { ChunkResult } from './chunk-jobs.ts'
import type { ChunkPool } from './chunk-pool.ts'
import type { Sealing } from './chunk-source.ts'
import { targetError } from './file-errors.ts'

export interface ChunkSink {
  /** Bytes before they are sealed. */
  readonly size: number
  /** Opens and writes the sealed chunk in the first `length` bytes of `buffer`; not yet durable. */
  write(index: number, length: number, buffer: ChunkBuffer): Promise<ChunkResult>
  /** What was written before is on disk when it resolves. Raises `disk-full`, `folder-unwritable`. */
  sync(): Promise<void>
}

interface Target {
  /** Open for writing, as long as what it takes. */
  readonly file: FileHandle
  readonly size: number
  /** The file keeps the chunks as they come. */
  readonly sealed: boolean
}

export function fileSink({ file, size, sealed }: Target, sealing: Sealing, pool: ChunkPool): ChunkSink {
  const kind = sealed ? 'keep' : 'open'
  return {
    size,
    write: (index, length, buffer) => pool.run({ kind, descriptor: file.fd, ...sealing, index, size, length }, buffer),
    sync: () =>
      file.datasync().catch((error: unknown) => {
        throw targetError(error)
      }),
  }
}
