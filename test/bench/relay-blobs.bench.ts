/**
 * Eight chunks at a time into a relay and out of it, beside the least that a server of files can be, in turns. `size`: bytes of a
 * round.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { TestAccount } from '../../relay/testing/client.ts'
import { headers, pathOf, routes } from '../../shared/relay-api/index.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { startProgram } from '../fixtures/process.ts'
import { benchStore } from './relay-stores.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const chunkBytes = 4 * 1024 * 1024
const atOnce = 8
const mb = 1_000_000

interface Place {
  readonly url: string
  readonly put: (n: number) => { readonly path: string; readonly headers: Record<string, string> }
  readonly get: (n: number) => { readonly path: string; readonly headers: Record<string, string> }
}

const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
const chunk = Buffer.alloc(chunkBytes, 7)

function ask(
  url: string,
  method: string,
  of: { path: string; headers: Record<string, string> },
  body?: Buffer,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url + of.path, {
      ...{ method, agent },
      headers: {
        ...of.headers,
        ...(body !== undefined && { 'content-type': 'application/octet-stream', 'content-length': body.length }),
      },
    })
    asked.on('error', reject).on('response', (answer) => {
      let bytes = 0
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      answer.on('end', () =>
        (answer.statusCode ?? 500) < 300 ? resolve(bytes) : reject(new Error(`${answer.statusCode}`)),
      )
    })
    asked.end(body)
  })
}

async function inParallel(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const start = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await work(next++)
    }),
  )
  return (count * chunkBytes) / mb / ((performance.now() - start) / 1000)
}

async function round({ url, put, get }: Place, count: number) {
  const up = await inParallel(count, (n) => ask(url, 'PUT', put(n), chunk))
  const down = await inParallel(count, (n) => ask(url, 'GET', get(n)))
  return { up, down }
}

const memoryOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

export async function run({ rounds = 5, size = 512 * 1024 * 1024 }: BenchOptions): Promise<BenchResult> {
  const count = Math.ceil(size / chunkBytes)
  const under = await benchStore('sqlite')
  const relay = await under.relay()
  const folder = temporaryFolder('bench-relay-blobs')
  const bare = await startProgram<{ url: string }>(
    path.join('test/bench/bare-file-server.ts'),
    [folder.path],
    'listening',
  )
  const before = memoryOf(relay.pid)
  const alice = await TestAccount.make(relay.ready.url, 'alice')
  const ofBare: Place = {
    url: bare.ready.url,
    put: (n) => ({ path: `/${n}`, headers: {} }),
    get: (n) => ({ path: `/${n}`, headers: {} }),
  }
  const relayRounds = []
  const bareRounds = []
  for (let done = 0; done < rounds; done += 1) {
    bareRounds.push(await round(ofBare, count))
    const { id, writeCapability, readCapability } = await alice.createBlob(count, chunkBytes)
    const at = (route: typeof routes.putChunk | typeof routes.getChunk, capability: string) => (n: number) => ({
      path: pathOf(route, { id, n }),
      headers: { [headers.capability]: capability },
    })
    relayRounds.push(
      await round(
        { url: relay.ready.url, put: at(routes.putChunk, writeCapability), get: at(routes.getChunk, readCapability) },
        count,
      ),
    )
    await alice.ask(routes.deleteBlob, { params: { id }, headers: { [headers.capability]: writeCapability } })
  }
  const memory = memoryOf(relay.pid) - before
  await relay.kill()
  await bare.kill()
  folder.remove()
  await under.dispose()
  const median = (of: readonly { up: number; down: number }[], way: 'up' | 'down') =>
    percentile(
      of.map((one) => one[way]),
      0.5,
    )
  const [up, down] = [median(relayRounds, 'up'), median(relayRounds, 'down')]
  const [bareUp, bareDown] = [median(bareRounds, 'up'), median(bareRounds, 'down')]
  return benchResult(
    'relay-blobs',
    {
      mbPerSecondUp: up,
      mbPerSecondDown: down,
      upToBare: up / bareUp,
      downToBare: down / bareDown,
      peakMiBMore: memory,
    },
    [],
    { bareMbPerSecondUp: bareUp, bareMbPerSecondDown: bareDown },
  )
}
