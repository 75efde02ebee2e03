/** One thread with one running relay. */
import { Worker } from 'node:worker_threads'
import type { RelayOptions } from '../../relay/start.ts'
import type { ErrorForLog } from '../../shared/error-log.ts'
import { AppError } from '../../shared/errors.ts'
import { workerUrl } from '../worker-url.ts'
import type { FromOwnRelay, OwnRelayWorkerData, ToOwnRelay } from './messages.ts'

export interface RelayThread {
  readonly url: string
  readonly port: number
  /** SHA-256 of SubjectPublicKeyInfo, base64url. */
  readonly pin: string | null
  readonly registrationToken: string | null
  /** Resolves when the thread is gone, asked to or not. */
  readonly ended: Promise<void>
  /** Writes a copy into a new folder; one at a time. Raises `internal`. */
  backUp(folder: string): Promise<void>
  /** Lets requests under way finish; resolves when the port and the files are free. */
  stop(): Promise<void>
}

/**
 * @param log Takes each line of the relay's log (JSON).
 * @throws AppError `relay-port-taken` or `internal`.
 */
export async function startRelayThread(options: RelayOptions, log: (line: string) => void): Promise<RelayThread> {
  const workerData: OwnRelayWorkerData = { options }
  const worker = new Worker(workerUrl('main/own-relay/worker'), { workerData })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const listening = await new Promise<Extract<FromOwnRelay, { kind: 'listening' }>>((resolve, reject) => {
    worker.on('message', (message: FromOwnRelay) => {
      if (message.kind === 'log') log(message.line)
      if (message.kind === 'listening') resolve(message)
      if (message.kind === 'failed') {
        log(JSON.stringify(message.error))
        const code = message.portTaken ? 'relay-port-taken' : 'internal'
        reject(new AppError(code, 'the relay did not start', { port: options.port ?? 0 }))
      }
    })
    worker.on('error', (cause) => reject(new AppError('internal', 'the relay has ended', {}, { cause })))
    worker.once('exit', () => reject(new AppError('internal', 'the relay has ended')))
  })
  const { url, port, pin, registrationToken } = listening
  return {
    ...{ url, port, pin, registrationToken, ended },
    async backUp(folder) {
      worker.postMessage({ kind: 'back-up', folder } satisfies ToOwnRelay)
      const error = await new Promise<ErrorForLog | null>((resolve, reject) => {
        const done = (message: FromOwnRelay) => {
          if (message.kind !== 'backed-up') return
          worker.off('message', done)
          resolve(message.error)
        }
        worker.on('message', done)
        void ended.then(() => reject(new AppError('internal', 'the relay has ended')))
      })
      if (error === null) return
      log(JSON.stringify(error))
      throw new AppError('internal', 'the relay could not be copied')
    },
    async stop() {
      worker.postMessage({ kind: 'stop' } satisfies ToOwnRelay)
      await ended
    },
  }
}
