/** SHA-256 of a whole file, in a thread of its own so that transfers go on. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { workerUrl } from '../../worker-url.ts'
import type { HashResult } from './hash.worker.ts'

/** Lower-case hexadecimal. Raises `file-vanished`, `file-unreadable`; `cancelled` when `signal` ends it. */
export async function hashFile(file: string, signal: AbortSignal): Promise<string> {
  const worker = new Worker(workerUrl('./hash.worker', import.meta.url), { name: 'hash', workerData: file })
  try {
    const [result] = (await once(worker, 'message', { signal })) as [HashResult]
    if ('code' in result) throw new AppError(result.code)
    return result.hex
  } catch (error) {
    throw signal.aborted ? new AppError('cancelled') : error
  } finally {
    await worker.terminate()
  }
}
