/** A worker thread that reads one file and tells its SHA-256. */

import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { ErrorCode } from '../../../shared/errors.ts'
import { sourceError } from './file-errors.ts'

export type HashResult = { readonly hex: string } | { readonly code: ErrorCode }

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

function result(): HashResult {
  try {
    return { hex: hashOf(workerData as string) }
  } catch (error) {
    return { code: sourceError(error).code }
  }
}

parentPort?.postMessage(result())
