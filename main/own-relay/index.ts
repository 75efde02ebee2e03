/** "This computer is the relay": runs a relay in a thread of its own, at an address that stays. */
import type { Logger } from 'pino'
import type { RelayOptions } from '../../relay/start.ts'
import { AppError } from '../../shared/errors.ts'
import type { OwnRelay, OwnRelayAddress } from '../core/host.ts'
import { keepPort, keptPort, somePort } from './stable-port.ts'
import { type RelayThread, startRelayThread } from './thread.ts'

export interface OwnRelayOptions {
  /** Absolute path of the relay's own data; made where it is missing. */
  readonly dataFolder: string
  /** SQLite's native addon where the runtime needs another than the package's own. */
  readonly sqliteBinding: string | null
  readonly log: Logger
}

type Reach = Parameters<OwnRelay['start']>[0]

/** Ports tried at the first start, before any address depends on one. */
const attempts = 20

const placeOf: Readonly<Record<Reach, Pick<RelayOptions, 'host' | 'tls'>>> = {
  computer: { host: '127.0.0.1', tls: 'none' },
  network: { host: '0.0.0.0', tls: 'self-signed' },
}

export function createOwnRelay({ dataFolder, sqliteBinding, log }: OwnRelayOptions): OwnRelay {
  let running: { readonly reach: Reach; readonly thread: RelayThread } | null = null
  /** Starts and stops happen one after another. */
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = last.then(work, work)
    last = mine
    return mine
  }

  async function launch(reach: Reach): Promise<RelayThread> {
    const start = (port: number) =>
      startRelayThread(
        { ...placeOf[reach], data: dataFolder, port, ...(sqliteBinding === null ? {} : { sqliteBinding }) },
        (line) => log.info({ relay: line.trim() }, 'own relay'),
      )
    const kept = await keptPort(dataFolder)
    if (kept !== null) return start(kept)
    const thread = await anyPort(start)
    await keepPort(dataFolder, thread.port)
    return thread
  }

  async function stop(): Promise<void> {
    const stopped = running
    running = null
    await stopped?.thread.stop()
  }

  return {
    start: (reach) =>
      inTurn(async () => {
        if (running !== null && running.reach !== reach) await stop()
        if (running === null) {
          const thread = await launch(reach)
          const mine = { reach, thread }
          running = mine
          void thread.ended.then(() => {
            if (running !== mine) return
            running = null
            log.error('the relay of this computer has ended')
          })
        }
        return addressOf(running.thread)
      }),
    backUp: (folder) =>
      inTurn(async () => {
        if (running === null) throw new AppError('internal', 'the relay of this computer does not run')
        await running.thread.backUp(folder)
        await keepPort(folder, running.thread.port)
      }),
    stop: () => inTurn(stop),
  }
}

async function anyPort(start: (port: number) => Promise<RelayThread>): Promise<RelayThread> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(somePort())
    } catch (error) {
      const taken = error instanceof AppError && error.code === 'relay-port-taken'
      if (!taken || attempt === attempts) throw error
    }
  }
}

const addressOf = ({ url, pin, registrationToken }: RelayThread): OwnRelayAddress => ({
  url,
  pin: pin === null ? null : Uint8Array.from(Buffer.from(pin, 'base64url')),
  registrationToken: registrationToken ?? '',
})
