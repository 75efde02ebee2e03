/** SHA-256 of a whole file, in a thread of its own so that transfers go on. */
import { workerUrl } from '../../worker-url.ts'
import { runJob } from './one-job.ts'

/** Lower-case hexadecimal. Raises `file-vanished`, `file-unreadable`; `cancelled` when `signal` ends it. */
export function hashFile(file: string, signal: AbortSignal): Promise<string> {
  return runJob({ name: 'hash', worker: workerUrl('main/core/files/hash.worker'), data: file }, signal)
}
