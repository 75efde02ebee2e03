/** Runs one piece of work in a thread of its own, so that the core goes on meanwhile. Has no knowledge of what it is. */
import { once } from 'node:events'
import { parentPort, Worker } from 'node:worker_threads'
import { AppError, type ErrorCode, type ErrorData, errorCodeOf } from '../../../shared/errors.ts'

type Outcome<T> =
  | { readonly value: T }
  | { readonly code: ErrorCode; readonly message: string; readonly data: ErrorData }

export interface OneJob {
  /** Of the thread. */
  readonly name: string
  readonly worker: URL
  readonly data: unknown
  /** Mebibytes of heap; the thread ends with `internal` when it needs more. */
  readonly memory?: number
}

/** Gives what {@link answerJob} gives there. Raises what it raises; `cancelled` when `signal` ends it. */
export async function runJob<T>({ name, worker: url, data, memory }: OneJob, signal: AbortSignal): Promise<T> {
  const limits = memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }
  const worker = new Worker(url, { name, workerData: data, ...limits })
  try {
    const [outcome] = (await once(worker, 'message', { signal })) as [Outcome<T>]
    if ('code' in outcome) throw new AppError(outcome.code, `${name}: ${outcome.message}`, outcome.data)
    return outcome.value
  } catch (error) {
    throw signal.aborted ? new AppError('cancelled') : error
  } finally {
    await worker.terminate()
  }
}

/** The thread's side: answers with what `work` gives, which goes there by copy. */
export async function answerJob<T>(work: () => T | Promise<T>): Promise<void> {
  let outcome: Outcome<T>
  try {
    outcome = { value: await work() }
  } catch (error) {
    const data = error instanceof AppError ? error.data : {}
    outcome = { code: errorCodeOf(error), message: error instanceof Error ? error.message : String(error), data }
  }
  parentPort?.postMessage(outcome)
}
