/** A worker thread that reads files and tells their SHA-256. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { sourceError } from './file-errors.ts'
import { answerJobs } from './one-job.ts'

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

answerJobs<string>((file) => {
  try {
    return hashOf(file)
  } catch (error) {
    throw sourceError(error)
  }
})
