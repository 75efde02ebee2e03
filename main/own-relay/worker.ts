/** The thread that the relay of this computer runs in. */
import { parentPort, workerData } from 'node:worker_threads'
import { type RunningRelay, startRelay } from '../../relay/start.ts'
import { errorForLog } from '../../shared/error-log.ts'
import type { FromOwnRelay, OwnRelayWorkerData, ToOwnRelay } from './messages.ts'

if (parentPort === null) throw new Error('the relay of this computer runs as a worker thread')
const port = parentPort
const { options } = workerData as OwnRelayWorkerData

const tell = (message: FromOwnRelay) => port.postMessage(message)

function portTaken(error: unknown): boolean {
  // Windows keeps ranges of ports for itself and says EACCES.
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

async function run(): Promise<void> {
  let relay: RunningRelay
  try {
    relay = await startRelay(options, {
      logs: { write: (line) => tell({ kind: 'log', line }) },
      // Ends the thread; whoever started it hears of it.
      onFailure: () => process.exit(1),
    })
  } catch (error) {
    tell({ kind: 'failed', portTaken: portTaken(error), error: errorForLog(error) })
    port.close()
    return
  }
  port.on('message', (message: ToOwnRelay) => {
    if (message.kind === 'stop') relay.close().finally(() => process.exit(0))
    else
      relay.backUp(message.folder).then(
        () => tell({ kind: 'backed-up', error: null }),
        (error) => tell({ kind: 'backed-up', error: errorForLog(error) }),
      )
  })
  const { url, port: number, pin, registrationToken } = relay
  tell({ kind: 'listening', url, port: number, pin, registrationToken })
}

await run()
