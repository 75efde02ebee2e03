/** Where the bytes of chunks lie. Has no knowledge of who may read or write them; the `Store` decides what counts. */
import type { Readable } from 'node:stream'
import type { BlobKey } from './store.ts'

/** Bytes that are durable, but no chunk yet. */
export interface Staged {
  /** Makes them chunk `n` in one step, unless that is there already: the first bytes win. Gives the size of what is there. */
  publish(n: number): Promise<number>
  /** Drops them; after `publish` it changes nothing. */
  discard(): Promise<void>
}

export interface StoredChunk {
  readonly bytes: number
  readonly stream: Readable
}

export interface BlobStore {
  /**
   * Takes in exactly `bytes` bytes.
   * @throws AppError `disk-full`, `invalid-input` where the source ends early, `not-found` where the blob is dropped
   *   meanwhile (`publish` too); any error of `source`.
   */
  stage(key: BlobKey, source: Readable, bytes: number): Promise<Staged>
  /** Null where it is not there. */
  get(key: BlobKey, n: number): Promise<StoredChunk | null>
  drop(key: BlobKey, chunks: readonly number[]): Promise<void>
  dropAll(key: BlobKey): Promise<void>
  /** What lies there and nobody is putting there now, for putting right after a crash. */
  list(): AsyncIterable<{ readonly key: BlobKey; readonly chunks: readonly number[] }>
}
