/** The inside of the core's thread: opens a core and serves it to the ports it is handed. Knows no room of the core. */
import { once } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { implement } from '@orpc/server'
import { isUndeclared, toPayload } from '../../shared/bridge/errors.ts'
import {
  type Channel,
  clientOf,
  maxFrameFromCore,
  maxFrameFromRenderer,
  nodePortChannel,
} from '../../shared/bridge/index.ts'
import { serveRouter } from '../../shared/bridge/serve.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { openLog } from '../../shared/node/log.ts'
import type { Core, CoreHost, OpenCore } from './host.ts'
import { coreProcessContract, type HostContract, HostOptions, type StartReport } from './host-contract.ts'

/** Called once, by the thread's entry. */
export async function serveCore(openCore: OpenCore): Promise<void> {
  if (parentPort === null) throw new Error('the core runs in a thread of its own')
  const [beginning] = await once(parentPort, 'message')
  const { options, hostPort, corePort } = beginning as {
    options: unknown
    hostPort: MessagePort
    corePort: MessagePort
  }
  const host = hostOver(nodePortChannel(hostPort, maxFrameFromCore), HostOptions.parse(options))
  const log = openLog('core', host.profileFolder)
  const logError = (error: unknown, procedure: string) => log.error({ error: errorForLog(error), procedure }, 'failed')
  // Reports come after the ports are wired, so that nothing that follows them is lost.
  const report = (start: StartReport) => parentPort?.postMessage(start)
  try {
    const core = await openCore(host, { log })
    serveProcess(nodePortChannel(corePort, maxFrameFromCore), core, logError)
    parentPort?.on('message', (port: MessagePort) => {
      serveRouter(nodePortChannel(port, maxFrameFromRenderer), core.router, { report: logError })
    })
    report({ state: 'ready' })
  } catch (error) {
    // The process says the declared ones in its own words.
    if (isUndeclared(error)) logError(error, 'open')
    report({ state: 'failed', error: toPayload(error) })
  }
}

function serveProcess(channel: Channel, core: Core, report: (error: unknown, procedure: string) => void): void {
  const os = implement(coreProcessContract)
  const router = os.router({
    serveFile: os.serveFile.handler(({ input }) => core.serveFile(input)),
    fileOf: os.fileOf.handler(({ input }) => core.fileOf(input)),
    proxyChanged: os.proxyChanged.handler(() => core.proxyChanged()),
    close: os.close.handler(() => core.close()),
  })
  serveRouter(channel, router, { report })
}

function hostOver(channel: Channel, { keychain, ...options }: HostOptions): CoreHost {
  const process = clientOf<HostContract>(channel)
  return {
    ...options,
    keychain: keychain === null ? null : { backend: keychain, wrap: process.wrap, unwrap: process.unwrap },
    ownRelay: { start: process.startRelay, backUp: process.backUpRelay, stop: () => process.stopRelay() },
    proxyFor: process.proxyFor,
    resolvePath: process.resolvePath,
  }
}
