/** A worker thread that reads and encrypts, or decrypts and writes, one chunk after another. Holds no state of a transfer. */
import { writevSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { errorCodeOf, unreachable } from '../../../shared/errors.ts'
import { collectShortLived, keepFreedMemory } from '../../../shared/node/short-lived-memory.ts'
import { chunkIn } from './buffers.ts'
import { chunkLength, chunkSize, openChunk, openPieces, sealChunk } from './chunk.ts'
import type {
  ChunkJob,
  ChunkRequest,
  ChunkResult,
  ChunkWorkerData,
  GatherJob,
  KeepJob,
  OpenJob,
  ScatterJob,
  SealJob,
} from './chunk-jobs.ts'
import { assertSame, readFully, writeFully } from './file-bytes.ts'
import { sourceError, targetError } from './file-errors.ts'
import { readPieces, writePieces } from './folder/pieces.ts'
import { choiceOf, Tree } from './folder/tree.ts'
import { sealedOffset } from './vault-layout.ts'
import { inTurn } from './write-turns.ts'

const { turns } = workerData as ChunkWorkerData

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
    // Ends a hopeless transfer early; the full comparison comes before the last chunk leaves.
    assertSame(job.descriptor, job)
  } catch (error) {
    throw sourceError(error)
  }
  return sealChunk(job.key, job, text, buffer)
}

function gather(job: GatherJob, buffer: Uint8Array): number {
  try {
    readPieces(job.root, new Tree(job.columns), job.index, plain)
  } catch (error) {
    throw sourceError(error)
  }
  return sealChunk(job.key, job, plain.subarray(0, chunkLength(job.size, job.index)), buffer)
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
    writePieces(job.root, new Tree(job.columns), choiceOf(job.choice), job.index, plain)
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
    return inTurn(turns, descriptor, () => writeAll(descriptor, pieces, position))
  } catch (error) {
    throw targetError(error)
  }
}

/** One after the other, at once; gives their length. */
function writeAll(descriptor: number, pieces: readonly Uint8Array[], position: number): number {
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
