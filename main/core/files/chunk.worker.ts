/** A worker thread that reads and encrypts, or decrypts and writes, one chunk after another. Holds no state of a transfer. */
import { fstatSync, readSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { AppError, errorCodeOf } from '../../../shared/errors.ts'
import { chunkLength, chunkSize, openChunk, sealChunk } from './chunk.ts'
import type { ChunkJob, ChunkRequest, ChunkResult, ChunkWorkerData, KeepJob, OpenJob, SealJob } from './chunk-jobs.ts'
import { sourceError, targetError } from './file-errors.ts'
import { sealedOffset } from './vault-layout.ts'
import { inTurn } from './write-turns.ts'

const { turns } = workerData as ChunkWorkerData

/** The plaintext of the chunk at hand. */
const plain = new Uint8Array(chunkSize)

parentPort?.on('message', ({ job, buffer }: ChunkRequest) => {
  parentPort?.postMessage(answer(job, new Uint8Array(buffer)))
})

function answer(job: ChunkJob, buffer: Uint8Array): ChunkResult {
  try {
    return { ok: true, length: answers(job, buffer) }
  } catch (error) {
    return { ok: false, code: errorCodeOf(error) }
  }
}

function answers(job: ChunkJob, buffer: Uint8Array): number {
  if (job.kind === 'seal') return seal(job, buffer)
  return job.kind === 'open' ? open(job, buffer) : keep(job, buffer)
}

function seal(job: SealJob, buffer: Uint8Array): number {
  const text = plain.subarray(0, chunkLength(job.size, job.index))
  try {
    readFully(job, text)
    assertSame(job)
  } catch (error) {
    throw sourceError(error)
  }
  return sealChunk(job.key, job, text, buffer)
}

function readFully({ descriptor, index }: SealJob, target: Uint8Array): void {
  for (let done = 0; done < target.length; ) {
    const read = readSync(descriptor, target, done, target.length - done, index * chunkSize + done)
    if (read === 0) throw new AppError('file-changed', 'shorter than it was')
    done += read
  }
}

/** A look after each chunk ends a hopeless transfer early; the full comparison comes before the last chunk leaves. */
function assertSame({ descriptor, size, modifiedNs }: SealJob): void {
  const now = fstatSync(descriptor, { bigint: true })
  if (now.nlink === 0n) throw new AppError('file-vanished')
  if (now.size !== BigInt(size) || now.mtimeNs !== modifiedNs) throw new AppError('file-changed')
}

/** Nothing is written before the tag has been checked. */
function open(job: OpenJob, buffer: Uint8Array): number {
  const length = openChunk(job.key, job, buffer.subarray(0, job.length), plain)
  return write(job.descriptor, plain.subarray(0, length), job.index * chunkSize)
}

/** Nothing is kept that does not open. */
function keep(job: KeepJob, buffer: Uint8Array): number {
  const sealed = buffer.subarray(0, job.length)
  openChunk(job.key, job, sealed, plain)
  return write(job.descriptor, sealed, sealedOffset(job.index))
}

function write(descriptor: number, bytes: Uint8Array, position: number): number {
  try {
    inTurn(turns, descriptor, () => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
      }
    })
  } catch (error) {
    throw targetError(error)
  }
  return bytes.length
}
