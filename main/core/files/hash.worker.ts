/** A worker thread that reads one file and tells its SHA-256. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { sourceError } from './file-errors.ts'
import { answerJob } from './one-job.ts'

const readBytes = 1024 * 1024

function hashOf(file: string): string {
  const descriptor = openSync(file, 'r')
  try {
    const hash = createHash('sha256')
    const piece = new Uint8Array(readBytes)
    for (let read = readSync(descriptor, piece); read > 0; read = readSync(descriptor, piece)) {
      hash.update(piece.subarray(0, read))
    }
    return hash.digest('hex')
  } finally {
    closeSync(descriptor)
  }
}

void answerJob(() => {
  try {
    return hashOf(workerData as string)
  } catch (error) {
    throw sourceError(error)
  }
})
