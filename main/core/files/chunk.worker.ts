/** A worker thread that reads and encrypts, or decrypts and writes, one chunk after another. Holds no state of a transfer. */
import { closeSync, constants, fstatSync, futimesSync, openSync, readSync, writeSync, writevSync } from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { AppError, errorCodeOf, unreachable } from '../../../shared/errors.ts'
import { collectShortLived, keepFreedMemory } from '../../../shared/node/short-lived-memory.ts'
import { chunkIn } from './buffers.ts'
import { chunkLength, chunkSize, openChunk, openPieces, sealChunk } from './chunk.ts'
import type {
  ChunkJob,
  ChunkRequest,
  ChunkResult,
  ChunkWorkerData,
  FileVersion,
  GatherJob,
  KeepJob,
  OpenJob,
  ScatterJob,
  SealJob,
} from './chunk-jobs.ts'
import { sourceError, targetError } from './file-errors.ts'
import { sealedOffset } from './vault-layout.ts'
import { inTurn } from './write-turns.ts'

const { turns } = workerData as ChunkWorkerData

/** Windows has no such flags; opening a pipe that has taken a file's place would wait for its other end. */
const noLink = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const readNoLink = constants.O_RDONLY | noLink
const writeNoLink = constants.O_WRONLY | noLink
const makeNoLink = writeNoLink | constants.O_CREAT | constants.O_TRUNC

keepFreedMemory()

/** The plaintext of the chunk at hand. */
const plain = new Uint8Array(chunkSize)

parentPort?.on('message', ({ job, buffer }: ChunkRequest) => {
  parentPort?.postMessage(answer(job, chunkIn(buffer)))
  collectShortLived()
})

function answer(job: ChunkJob, buffer: Uint8Array): ChunkResult {
  try {
    return { ok: true, length: answers(job, buffer) }
  } catch (error) {
    return { ok: false, code: errorCodeOf(error) }
  }
}

function answers(job: ChunkJob, buffer: Uint8Array): number {
  switch (job.kind) {
    case 'seal':
      return seal(job, buffer)
    case 'open':
      return open(job, buffer)
    case 'keep':
      return keep(job, buffer)
    case 'gather':
      return gather(job, buffer)
    case 'scatter':
      return scatter(job, buffer)
    default:
      return unreachable(job)
  }
}

function seal(job: SealJob, buffer: Uint8Array): number {
  const text = plain.subarray(0, chunkLength(job.size, job.index))
  try {
    readFully(job.descriptor, text, job.index * chunkSize)
    assertSame(job.descriptor, job)
  } catch (error) {
    throw sourceError(error)
  }
  return sealChunk(job.key, job, text, buffer)
}

function gather(job: GatherJob, buffer: Uint8Array): number {
  try {
    for (const piece of job.pieces) {
      const descriptor = openSync(path.join(job.root, piece.path), readNoLink)
      try {
        readFully(descriptor, plain.subarray(piece.at, piece.at + piece.length), piece.position)
        if (piece.as !== null) assertSame(descriptor, piece.as)
      } finally {
        closeSync(descriptor)
      }
    }
  } catch (error) {
    throw sourceError(error)
  }
  return sealChunk(job.key, job, plain.subarray(0, chunkLength(job.size, job.index)), buffer)
}

function readFully(descriptor: number, target: Uint8Array, position: number): void {
  for (let done = 0; done < target.length; ) {
    const read = readSync(descriptor, target, done, target.length - done, position + done)
    if (read === 0) throw new AppError('file-changed', 'shorter than it was')
    done += read
  }
}

/** A look after each chunk ends a hopeless transfer early; the full comparison comes before the last chunk leaves. */
function assertSame(descriptor: number, { size, modifiedNs }: FileVersion): void {
  const now = fstatSync(descriptor, { bigint: true })
  if (now.nlink === 0n) throw new AppError('file-vanished')
  if (now.size !== BigInt(size) || now.mtimeNs !== modifiedNs) throw new AppError('file-changed')
}

/** Nothing is written before the tag has been checked. */
function open(job: OpenJob, buffer: Uint8Array): number {
  const pieces = openPieces(job.key, job, buffer.subarray(0, job.length))
  return write(job.descriptor, pieces, job.index * chunkSize)
}

/** As {@link open}. */
function scatter(job: ScatterJob, buffer: Uint8Array): number {
  const length = openChunk(job.key, job, buffer.subarray(0, job.length), plain)
  try {
    for (const { path: relative, makes, executable, position, at, length } of job.pieces) {
      const how = makes === null ? writeNoLink : makeNoLink
      const descriptor = openSync(path.join(job.root, relative), how, executable ? 0o777 : 0o666)
      try {
        writeFully(descriptor, plain.subarray(at, at + length), position)
        if (makes !== null) futimesSync(descriptor, makes.modifiedAt, makes.modifiedAt)
      } finally {
        closeSync(descriptor)
      }
    }
  } catch (error) {
    throw targetError(error)
  }
  return length
}

/** Nothing is kept that does not open. */
function keep(job: KeepJob, buffer: Uint8Array): number {
  const sealed = buffer.subarray(0, job.length)
  openPieces(job.key, job, sealed)
  return write(job.descriptor, [sealed], sealedOffset(job.index))
}

function write(descriptor: number, pieces: readonly Uint8Array[], position: number): number {
  try {
    return inTurn(turns, descriptor, () => writePieces(descriptor, pieces, position))
  } catch (error) {
    throw targetError(error)
  }
}

/** One after the other, at once; gives their length. */
function writePieces(descriptor: number, pieces: readonly Uint8Array[], position: number): number {
  const written = writevSync(descriptor, pieces, position)
  let begin = 0
  for (const piece of pieces) {
    // A disk that is almost full takes a part.
    const done = Math.max(0, written - begin)
    if (done < piece.length) writeFully(descriptor, piece.subarray(done), position + begin + done)
    begin += piece.length
  }
  return begin
}

function writeFully(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
  }
}
