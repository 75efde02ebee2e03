/** What the core and its chunk workers say to each other. File descriptors are the process's, so both sides can use one. */
import type { ErrorCode } from '../../../shared/errors.ts'
import type { ChunkBuffer } from './buffers.ts'
import type { ChoiceBits } from './folder/tree.ts'
import type { TreeColumns } from './folder/tree-columns.ts'
import type { WriteTurns } from './write-turns.ts'

interface Job {
  readonly descriptor: number
  /** 32 bytes. */
  readonly key: Uint8Array
  /** 16 bytes. */
  readonly transferId: Uint8Array
  readonly index: number
  /** Bytes of the whole file. */
  readonly size: number
}

export interface SealJob extends Job {
  readonly kind: 'seal'
  /** The file must still be this old, in nanoseconds since the epoch, after it was read. */
  readonly modifiedNs: bigint
}

export interface OpenJob extends Job {
  readonly kind: 'open'
  /** Bytes of the chunk in the buffer. */
  readonly length: number
}

/** As {@link OpenJob}, but what is written is the chunk as it came, at its place among sealed ones. */
export interface KeepJob extends Job {
  readonly kind: 'keep'
  readonly length: number
}

export interface FileVersion {
  /** Bytes. */
  readonly size: number
  /** Nanoseconds since the epoch. */
  readonly modifiedNs: bigint
}

interface TreeJob extends Omit<Job, 'descriptor'> {
  /** Absolute path. */
  readonly root: string
  readonly columns: TreeColumns
}

/** As {@link SealJob}, of a chunk that is made of several files. */
export interface GatherJob extends TreeJob {
  readonly kind: 'gather'
}

/** As {@link OpenJob}, into several files. What is not wanted of them is not written. */
export interface ScatterJob extends TreeJob {
  readonly kind: 'scatter'
  readonly choice: ChoiceBits
  readonly length: number
}

export type ChunkJob = SealJob | OpenJob | KeepJob | GatherJob | ScatterJob

/** What a worker is started with. */
export interface ChunkWorkerData {
  readonly turns: WriteTurns
}

export interface ChunkRequest {
  readonly job: ChunkJob
  /** The worker's until it answers. */
  readonly buffer: ChunkBuffer
}

export type ChunkResult =
  /** `length`: of the sealed chunk, or of what was written. */
  { readonly ok: true; readonly length: number } | { readonly ok: false; readonly code: ErrorCode }
