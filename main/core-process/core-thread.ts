/** One run of the core's thread, from its start to its end. Has no knowledge of restarts or of clients. */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { implement } from '@orpc/server'
import { fromPayload } from '../../shared/bridge/errors.ts'
import { type Channel, clientOf, maxFrameFromCore, nodePortChannel } from '../../shared/bridge/index.ts'
import { serveRouter } from '../../shared/bridge/serve.ts'
import type { FileToken } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { TransferId } from '../../shared/ids.ts'
import type { CoreHost, ServedFile } from '../core/host.ts'
import { type CoreProcessContract, type HostOptions, hostContract, StartReport } from '../core/host-contract.ts'

/**
 * Heap of the core's thread in MiB. A core at work stays below 200; beyond the limit the thread ends and is started
 * again, instead of taking the whole program with it. SQLite's and the chunks' memory lies outside.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 64 }

/** A core that has not closed its database after this time is ended all the same, in milliseconds. */
const closeTimeout = 10_000

export type Report = (error: unknown, procedure: string) => void

/** A thread that loads the core and waits for its host: that takes longer than all else, and needs nothing to be known. */
export const newCoreWorker = (entry: URL): Worker => new Worker(entry, { name: 'core', resourceLimits })

export class CoreThread {
  readonly #worker: Worker
  readonly #core: ReturnType<typeof clientOf<CoreProcessContract>>
  /** Resolves when the core serves. Rejects with what it failed with, `internal` where it just ended. */
  readonly started: Promise<void>
  /** Resolves when the thread has ended, with the error that ended it, if one did. */
  readonly ended: Promise<Error | null>

  /** @param worker from `newCoreWorker`, and nobody else's. */
  constructor(worker: Worker, host: CoreHost, report: Report) {
    const toHost = new MessageChannel()
    const toCore = new MessageChannel()
    serveHost(nodePortChannel(toHost.port1, maxFrameFromCore), host, report)
    this.#core = clientOf<CoreProcessContract>(nodePortChannel(toCore.port1, maxFrameFromCore))
    const beginning = { options: optionsOf(host), hostPort: toHost.port2, corePort: toCore.port2 }
    worker.postMessage(beginning, [toHost.port2, toCore.port2])
    this.#worker = worker
    this.ended = new Promise((resolve) => {
      let cause: Error | null = null
      worker.on('error', (error) => {
        cause = error instanceof Error ? error : new Error(String(error))
      })
      worker.on('exit', () => resolve(cause))
    })
    this.started = new Promise((resolve, reject) => {
      worker.once('message', (message) => {
        const report = StartReport.parse(message)
        if (report.state === 'ready') resolve()
        else reject(fromPayload(report.error))
      })
      void this.ended.then((cause) =>
        reject(new AppError('internal', 'the core ended while it started', {}, { cause: cause ?? undefined })),
      )
    })
    // Whoever waits for it hears of it; nobody needs to.
    this.started.catch(() => {})
  }

  /** Serves the contract at the other end of `port`. */
  serve(port: MessagePort): void {
    this.#worker.postMessage(port, [port])
  }

  serveFile(token: FileToken): Promise<ServedFile | null> {
    return this.#core.serveFile(token)
  }

  fileOf(transfer: TransferId): Promise<string | null> {
    return this.#core.fileOf(transfer)
  }

  proxyChanged(): Promise<void> {
    return this.#core.proxyChanged()
  }

  /** Lets the core close its profile, then ends the thread. Never rejects. */
  async close(): Promise<void> {
    const closed = this.started.then(() => this.#core.close())
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, closeTimeout)
    })
    await Promise.race([closed.catch(() => {}), late])
    clearTimeout(timer)
    await this.#worker.terminate()
  }
}

function optionsOf(host: CoreHost): HostOptions {
  const { profileFolder, unattended, passphrase, downloads, keychain, sqliteBinding } = host
  return { profileFolder, unattended, passphrase, downloads, keychain: keychain?.backend ?? null, sqliteBinding }
}

function serveHost(channel: Channel, host: CoreHost, report: Report): void {
  const os = implement(hostContract)
  const keychain = () => {
    if (!host.keychain) throw new AppError('keychain-unavailable')
    return host.keychain
  }
  const router = os.router({
    wrap: os.wrap.handler(({ input }) => keychain().wrap(input)),
    unwrap: os.unwrap.handler(({ input }) => keychain().unwrap(input)),
    startRelay: os.startRelay.handler(({ input }) => host.ownRelay.start(input)),
    backUpRelay: os.backUpRelay.handler(({ input }) => host.ownRelay.backUp(input)),
    stopRelay: os.stopRelay.handler(() => host.ownRelay.stop()),
    proxyFor: os.proxyFor.handler(({ input }) => host.proxyFor(input)),
    resolvePath: os.resolvePath.handler(({ input }) => host.resolvePath(input)),
  })
  serveRouter(channel, router, { report })
}
