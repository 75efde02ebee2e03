/** Keeps a core running for the shells: joins their clients to it and starts it again when it ends by itself. */
import type { Worker } from 'node:worker_threads'
import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import { type Channel, maxFrameFromCore, nodePortChannel } from '../../shared/bridge/index.ts'
import type { FileToken } from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { AppError } from '../../shared/errors.ts'
import type { TransferId } from '../../shared/ids.ts'
import { forward } from '../bridge/index.ts'
import type { CoreHost, ServedFile } from '../core/host.ts'
import { workerUrl } from '../worker-url.ts'
import { CoreThread, newCoreWorker } from './core-thread.ts'

/** Pause before a core that ended soon after its start is started again, in milliseconds; doubles up to the second. */
const firstPause = 250
const longestPause = 30_000

/** A core that ran for this long had started well, in milliseconds. */
const settledAfter = 60_000

export interface CoreProcess {
  /** Passes frames between `channel` and the core. Closes `channel` when the core ends; connect anew then. */
  connect(channel: Channel): void
  /** See `Core.serveFile`. Raises `bridge-closed` while the core is not there. */
  serveFile(token: FileToken): Promise<ServedFile | null>
  /** See `Core.fileOf`. Raises `bridge-closed` while the core is not there. */
  fileOf(transfer: TransferId): Promise<string | null>
  /** See `Core.proxyChanged`. Does nothing while the core is not there. */
  proxyChanged(): Promise<void>
  /** Lets the core finish and ends it for good. */
  close(): Promise<void>
}

export interface CoreProcessOptions {
  readonly log: Logger
  /** The thread's module; for tests. */
  readonly entry?: URL
  /** A thread that was begun before; see `warmCore`. */
  readonly warm?: WarmCore
}

/** A thread in which the core is being loaded. */
export interface WarmCore {
  readonly worker: Worker
}

const usualEntry = () => workerUrl('main/core/worker')

/** Begins to load the core while the rest of the program starts; hand it to `launchCore`. */
export const warmCore = (): WarmCore => ({ worker: newCoreWorker(usualEntry()) })

/** Resolves when the core serves. Rejects when it cannot be opened at all, with `profile-in-use` for example. */
export async function startCore(host: CoreHost, options: CoreProcessOptions): Promise<CoreProcess> {
  const { core, started } = launchCore(host, options)
  await started
  return core
}

/** The same for whoever has other things to do meanwhile: channels may be connected at once and wait, for the host too. */
export function launchCore(
  host: CoreHost | Promise<CoreHost>,
  options: CoreProcessOptions,
): { readonly core: CoreProcess; readonly started: Promise<void> } {
  const core = new CoreKeeper(host, options)
  return { core, started: core.start() }
}

class CoreKeeper implements CoreProcess {
  readonly #host: CoreHost | Promise<CoreHost>
  readonly #log: Logger
  readonly #entry: URL
  #warm: WarmCore | undefined
  #thread: CoreThread | undefined
  /** The thread once its core serves. */
  #serving: CoreThread | undefined
  /** Channels that came while there was no core. */
  #waiting: Channel[] = []
  #pause = firstPause
  #closing = false
  #restart: NodeJS.Timeout | undefined

  constructor(host: CoreHost | Promise<CoreHost>, { log, entry = usualEntry(), warm }: CoreProcessOptions) {
    this.#host = host
    this.#log = log
    this.#entry = entry
    this.#warm = warm
  }

  async start(): Promise<void> {
    const startedAt = performance.now()
    const worker = this.#warm?.worker ?? newCoreWorker(this.#entry)
    this.#warm = undefined
    const host = await this.#host
    if (this.#closing) {
      await worker.terminate()
      throw new AppError('bridge-closed')
    }
    const thread = new CoreThread(worker, host, (error, procedure) =>
      this.#log.error({ error: errorForLog(error), procedure }, 'the core asked in vain'),
    )
    this.#thread = thread
    try {
      await thread.started
    } catch (error) {
      await thread.close()
      throw error
    }
    this.#serving = thread
    void thread.ended.then((cause) => this.#ended(cause, performance.now() - startedAt))
    const waiting = this.#waiting
    this.#waiting = []
    for (const channel of waiting) this.connect(channel)
  }

  connect(channel: Channel): void {
    if (this.#closing) channel.close()
    else if (!this.#serving) this.#waiting.push(channel)
    else {
      const { port1, port2 } = new MessageChannel()
      forward(channel, nodePortChannel(port1, maxFrameFromCore))
      this.#serving.serve(port2)
    }
  }

  async serveFile(token: FileToken): Promise<ServedFile | null> {
    if (!this.#serving) throw new AppError('bridge-closed')
    return this.#serving.serveFile(token)
  }

  async fileOf(transfer: TransferId): Promise<string | null> {
    if (!this.#serving) throw new AppError('bridge-closed')
    return this.#serving.fileOf(transfer)
  }

  async proxyChanged(): Promise<void> {
    await this.#serving?.proxyChanged()
  }

  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#restart)
    for (const channel of this.#waiting.splice(0)) channel.close()
    await this.#thread?.close()
  }

  #ended(cause: Error | null, ranFor: number): void {
    this.#serving = undefined
    if (this.#closing) return
    this.#log.error({ error: errorForLog(cause) }, 'the core ended; it is started again')
    if (ranFor > settledAfter) this.#pause = firstPause
    this.#startAgain()
  }

  #startAgain(): void {
    this.#restart = setTimeout(() => {
      this.start().catch((error: unknown) => {
        this.#log.error({ error: errorForLog(error) }, 'the core did not start')
        if (!this.#closing) this.#startAgain()
      })
    }, this.#pause)
    this.#pause = Math.min(this.#pause * 2, longestPause)
  }
}
