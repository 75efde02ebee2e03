/** What the core and its chunk workers say to each other. File descriptors are the process's, so both sides can use one. */
import type { ErrorCode } from '../../../shared/errors.ts'
import type { ChunkBuffer } from './buffers.ts'
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

/** A part of a chunk's plaintext, and the file under `root` that it is in. */
interface FilePiece {
  /** Relative to the job's `root`, with `/` between names. */
  readonly path: string
  /** Where it begins in the file. */
  readonly position: number
  /** Where it begins in the plaintext. */
  readonly at: number
  readonly length: number
}

export interface ReadPiece extends FilePiece {
  /** What the file must still be after it was read. Null where the piece is the file: all are looked at in the end. */
  readonly as: FileVersion | null
}

export interface FileVersion {
  /** Bytes. */
  readonly size: number
  /** Nanoseconds since the epoch. */
  readonly modifiedNs: bigint
}

export interface WritePiece extends FilePiece {
  /** The piece is the file, which is made, and this old: seconds since the epoch. Null where it is there. */
  readonly makes: { readonly modifiedAt: number } | null
  readonly executable: boolean
}

/** As {@link SealJob}, of a chunk that is made of several files. */
export interface GatherJob extends Omit<Job, 'descriptor'> {
  readonly kind: 'gather'
  /** Absolute path. */
  readonly root: string
  readonly pieces: readonly ReadPiece[]
}

/** As {@link OpenJob}, into several files. What no piece covers is not written. */
export interface ScatterJob extends Omit<Job, 'descriptor'> {
  readonly kind: 'scatter'
  readonly root: string
  readonly pieces: readonly WritePiece[]
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
