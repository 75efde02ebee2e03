/** Hands chunk jobs to a few worker threads, which start with the first job and end after a while without one. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { workerUrl } from '../../worker-url.ts'
import type { ChunkBuffer } from './buffers.ts'
import type { ChunkJob, ChunkRequest, ChunkResult, ChunkWorkerData } from './chunk-jobs.ts'
import { newWriteTurns } from './write-turns.ts'

/** One thread encrypts about 2 GB/s; more than a few only hold memory. */
const mostWorkers = 4
/** Milliseconds without a job after which the threads end. */
const idleMs = 20_000

interface Waiting {
  readonly request: ChunkRequest
  readonly resolve: (result: ChunkResult) => void
  readonly reject: (error: Error) => void
}

interface Running {
  readonly worker: Worker
  job: Waiting | null
}

export class ChunkPool {
  readonly #size: number
  readonly #turns = newWriteTurns()
  #workers: Running[] = []
  readonly #queue: Waiting[] = []
  #idle: NodeJS.Timeout | undefined
  #closed = false

  constructor(size: number = Math.min(mostWorkers, availableParallelism())) {
    this.#size = size
  }

  /**
   * Runs one job on the chunk in `buffer`, which is the thread's until then. Rejects, and the buffer must not be used
   * again, only when the thread itself ends.
   */
  run(job: ChunkJob, buffer: ChunkBuffer): Promise<ChunkResult> {
    if (this.#closed) return Promise.reject(new AppError('cancelled'))
    return new Promise((resolve, reject) => {
      this.#queue.push({ request: { job, buffer }, resolve, reject })
      this.#next()
    })
  }

  /** Ends the threads; jobs that run or wait are rejected. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { reject } of this.#queue.splice(0)) reject(new AppError('cancelled'))
    await this.#end()
  }

  #next(): void {
    clearTimeout(this.#idle)
    while (this.#queue.length > 0) {
      const free = this.#workers.find(({ job }) => job === null) ?? this.#start()
      if (free === null) return
      const waiting = this.#queue.shift()
      if (waiting === undefined) return
      free.job = waiting
      free.worker.postMessage(waiting.request)
    }
    if (this.#workers.every(({ job }) => job === null)) this.#idle = setTimeout(() => void this.#end(), idleMs).unref()
  }

  #start(): Running | null {
    if (this.#workers.length >= this.#size) return null
    // An uncaught error of one thread must not end the core: it fails one job.
    const worker = new Worker(workerUrl('main/core/files/chunk.worker'), {
      name: 'chunks',
      workerData: { turns: this.#turns } satisfies ChunkWorkerData,
    })
    const running: Running = { worker, job: null }
    worker.on('message', (result: ChunkResult) => {
      const done = running.job
      running.job = null
      done?.resolve(result)
      this.#next()
    })
    let failure: unknown
    worker.on('error', (error) => {
      failure = error
    })
    worker.on('exit', () => {
      this.#workers = this.#workers.filter((other) => other !== running)
      running.job?.reject(new AppError('internal', 'a chunk thread ended', {}, { cause: failure }))
      if (!this.#closed) this.#next()
    })
    this.#workers.push(running)
    return running
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    await Promise.all(this.#workers.splice(0).map(({ worker }) => worker.terminate()))
  }
}
