/**
 * Ten thousand devices that are connected and idle: memory of the relay for each, what it uses of a processor meanwhile,
 * and how long it takes until all are in again after all were cut off at once. `size`: devices.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { headers, routes } from '../../shared/relay-api/index.ts'
import { ticksOf, ticksPerSecond } from './processor.ts'
import { type BenchAccount, makeAccounts } from './relay-accounts.ts'
import { benchStore } from './relay-stores.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

/** Seconds that idle devices are watched: each is asked once whether it is still there. */
const idleSeconds = 40

/** Bytes of memory that are the process's own (proc(5), `VmRSS` without files and shared memory). */
function memoryOf(pid: number): number {
  const [, kib = '0'] = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) * 1024
}

/** Connects all at once, as after a failure; gives their sockets and how many were turned away on the way. */
async function connectAll(url: string, accounts: readonly BenchAccount[]) {
  const address = url.replace(/^http/, 'ws') + routes.socket.path
  let refused = 0
  const connectOne = ({ ticket }: BenchAccount): Promise<WebSocket> =>
    new Promise((resolve) => {
      const socket = new WebSocket(address, {
        headers: { [headers.authorization]: `Bearer ${ticket}` },
        perMessageDeflate: false,
      })
      socket.once('open', () => resolve(socket))
      socket.on('error', () => {
        if (socket.readyState === WebSocket.OPEN) return
        refused += 1
        resolve(delay(100).then(() => connectOne({ ticket } as BenchAccount)))
      })
    })
  const sockets = await Promise.all(accounts.map(connectOne))
  return { sockets, refused }
}

export async function run({ rounds = 3, size = 10_000 }: BenchOptions): Promise<BenchResult> {
  const under = await benchStore('sqlite')
  const store = await under.open()
  const accounts = await makeAccounts(store, under.data, size)
  await store.close()
  const relay = await under.relay()
  await delay(2000)
  const empty = memoryOf(relay.pid)
  let { sockets } = await connectAll(relay.ready.url, accounts)
  await delay(5000)
  const before = ticksOf(relay.pid)
  await delay(idleSeconds * 1000)
  const idle = (ticksOf(relay.pid) - before) / ticksPerSecond / idleSeconds
  const full = memoryOf(relay.pid)

  const seconds: number[] = []
  let refused = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const socket of sockets) socket.terminate()
    const start = performance.now()
    const again = await connectAll(relay.ready.url, accounts)
    seconds.push((performance.now() - start) / 1000)
    sockets = again.sockets
    refused += again.refused
  }
  await relay.kill()
  await under.dispose()
  return benchResult(
    'relay-sockets',
    {
      kibPerSocket: (full - empty) / size / 1024,
      idleShareOfOneCore: idle,
      secondsUntilAllAreBack: percentile(seconds, 0.5),
      turnedAway: refused,
    },
    [
      { figure: 'kibPerSocket', atMost: 16 },
      { figure: 'secondsUntilAllAreBack', atMost: 10 },
      { figure: 'turnedAway', atMost: 0 },
    ],
  )
}
