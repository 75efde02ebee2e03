/**
 * coturn as a program beside the relay, for as long as that runs. Its secret is made anew at each start and known to the
 * two alone; the credentials of before run out with the calls that end with it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { readResponse, writeRequest } from '../../shared/stun.ts'
import { writePrivateFile } from '../private-file.ts'
import { type CoturnPlace, coturnConfig } from './coturn-config.ts'
import type { TurnServers } from './servers.ts'

const program = 'turnserver'
/** Milliseconds. */
const startWithin = 10_000
const probeEvery = 100
const restartAfter = 5_000
/** Characters of its last words that are kept, to say why it did not start. */
const wordsKept = 2_000

export interface CoturnOptions extends CoturnPlace {
  /** The relay's data. */
  readonly data: string
  readonly log: Logger
}

export interface Coturn {
  /** What clients are told. */
  readonly servers: TurnServers
  close(): Promise<void>
}

/** @throws Error in words for whoever runs the relay: it is not installed, or does not start. */
export async function startCoturn({ data, log, ...place }: CoturnOptions): Promise<Coturn> {
  const folder = path.join(data, 'coturn')
  const secret = randomBytes(32).toString('hex')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'turnserver.conf')
  // In a file and not among its words, which everybody on this computer may read.
  await writePrivateFile(file, coturnConfig({ ...place, folder, secret }))

  const closing = new AbortController()
  const first = await begin(file, place, closing.signal)
  const keepRunning = async () => {
    let child: ChildProcess | null = first
    while (true) {
      if (child !== null) await ended(child)
      if (closing.signal.aborted) return
      log.error('coturn has ended; it is started again')
      await delay(restartAfter, undefined, { ref: false, signal: closing.signal }).catch(() => {})
      child = await begin(file, place, closing.signal).catch(() => null)
    }
  }
  const running = keepRunning()
  const address = `${place.publicHost}:${place.port}`
  const overTls = place.tls === undefined ? [] : [`turns:${place.publicHost}:${place.tls.port}?transport=tcp`]
  return {
    servers: {
      urls: [`turn:${address}?transport=udp`, `turn:${address}?transport=tcp`, ...overTls],
      stun: [`stun:${address}`],
      secret,
    },
    close: async () => {
      closing.abort()
      await running
    },
  }
}

/** @param signal ends it, also while it starts. */
async function begin(file: string, { listen, port }: CoturnPlace, signal: AbortSignal): Promise<ChildProcess> {
  signal.throwIfAborted()
  const child = spawn(program, ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] })
  const end = () => child.kill()
  signal.addEventListener('abort', end)
  child.once('exit', () => signal.removeEventListener('abort', end))
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-wordsKept)
    })
  const failed = new Promise<never>((_, reject) => {
    child.once('error', () => reject(new Error('coturn is not installed (on Debian and Ubuntu: apt install coturn)')))
    child.once('exit', () => reject(new Error(`coturn did not start:\n${words}`)))
  })
  try {
    await Promise.race([answers(listen ?? '127.0.0.1', port), failed])
    // Somebody else's may answer on a port that was taken; ours ends then.
    await Promise.race([delay(probeEvery), failed])
  } catch (error) {
    child.kill()
    throw error
  }
  return child
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Resolves when there is a STUN server. */
async function answers(host: string, port: number): Promise<void> {
  const transaction = randomBytes(12)
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    const answered = new Promise<true>((resolve) =>
      socket.on('message', (bytes) => readResponse(bytes, transaction) !== null && resolve(true)),
    )
    socket.on('error', () => {})
    for (let waited = 0; waited < startWithin; waited += probeEvery) {
      socket.send(writeRequest(transaction), port, host, () => {})
      if ((await Promise.race([answered, delay(probeEvery, false)])) === true) return
    }
    throw new Error('coturn does not answer')
  } finally {
    socket.close()
  }
}
