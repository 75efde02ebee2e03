/**
 * Runs one piece of work in a thread of its own, so that the core goes on meanwhile. A thread that has answered rests for a
 * while and takes the next of its kind: to start one takes longer than most of the work. Has no knowledge of what it is.
 */
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

/** Milliseconds after which a thread that rests ends. */
const restMs = 10_000

interface Resting {
  readonly worker: Worker
  readonly ending: NodeJS.Timeout
}

/** By what they run. */
const resting = new Map<string, Resting>()

/** Threads that failed or have ended: an answer that comes together with the end is good, but there is no next one. */
const ended = new WeakSet<Worker>()

/** Gives what {@link answerJobs} gives there. Raises what it raises; `cancelled` when `signal` ends it. */
export async function runJob<T>(job: OneJob, signal: AbortSignal): Promise<T> {
  const worker = rested(job) ?? started(job)
  try {
    signal.throwIfAborted()
    worker.postMessage(job.data)
    const outcome = await answerOf<T>(worker, signal)
    rest(job, worker)
    if ('code' in outcome) throw new AppError(outcome.code, `${job.name}: ${outcome.message}`, outcome.data)
    return outcome.value
  } catch (error) {
    if (resting.get(job.worker.href)?.worker !== worker) await worker.terminate()
    throw signal.aborted ? new AppError('cancelled') : error
  }
}

/** Raises what the thread raises, and `internal` when it ends without a word. */
async function answerOf<T>(worker: Worker, signal: AbortSignal): Promise<Outcome<T>> {
  const gone = new AbortController()
  const end = () => gone.abort(new AppError('internal', 'the thread ended'))
  worker.once('exit', end)
  try {
    const [outcome] = await once(worker, 'message', { signal: AbortSignal.any([signal, gone.signal]) })
    return outcome
  } catch (error) {
    throw gone.signal.aborted ? gone.signal.reason : error
  } finally {
    worker.off('exit', end)
  }
}

function started({ worker, name, memory }: OneJob): Worker {
  const limits = memory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memory } }
  const thread = new Worker(worker, { name, ...limits })
  // One that fails while it rests fails nothing else, and takes no job any more.
  const forget = () => {
    ended.add(thread)
    if (resting.get(worker.href)?.worker === thread) resting.delete(worker.href)
  }
  thread.on('error', forget).on('exit', forget)
  return thread
}

function rested({ worker: url }: OneJob): Worker | null {
  const found = resting.get(url.href)
  if (found === undefined) return null
  resting.delete(url.href)
  clearTimeout(found.ending)
  found.worker.ref()
  return found.worker
}

/** One of each kind. */
function rest({ worker: { href } }: OneJob, worker: Worker): void {
  if (ended.has(worker) || resting.has(href)) return void worker.terminate()
  const end = () => {
    resting.delete(href)
    void worker.terminate()
  }
  worker.unref()
  resting.set(href, { worker, ending: setTimeout(end, restMs).unref() })
}

/** The thread's side: answers each with what `work` gives, which goes there by copy. */
export function answerJobs<Data>(work: (data: Data) => unknown): void {
  parentPort?.on('message', async (data: Data) => {
    let outcome: Outcome<unknown>
    try {
      outcome = { value: await work(data) }
    } catch (error) {
      const data = error instanceof AppError ? error.data : {}
      outcome = { code: errorCodeOf(error), message: error instanceof Error ? error.message : String(error), data }
    }
    parentPort?.postMessage(outcome)
  })
}
