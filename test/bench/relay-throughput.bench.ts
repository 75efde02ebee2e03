/**
 * Envelopes of 1 KiB to 10,000 mailboxes whose devices are connected: accepted over HTTP, given out over the sockets,
 * acknowledged. Beside it, in the same run, what the bare store does with the same three steps. `size`: envelopes of a round.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sha256 } from '../../relay/encoding.ts'
import type { Store } from '../../relay/storage/store.ts'
import { TestSocket } from '../../relay/testing/client.ts'
import { RawConnection } from '../fixtures/raw-http.ts'
import { type BenchAccount, chosen, deliver, deliveryToken, makeAccounts } from './relay-accounts.ts'
import { benchStore, type Driver } from './relay-stores.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const mailboxes = 10_000
const inFlight = 64
const ciphertext = Uint8Array.from(randomBytes(1024))
const limits = { envelopes: 10_000, bytes: 2 ** 26 }

/** Runs `count` pieces of work, `inFlight` at once; gives how many a second. */
async function perSecond(count: number, work: (n: number, lane: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: inFlight }, async (_, lane) => {
      while (next < count) {
        next += 1
        await work(next - 1, lane)
      }
    }),
  )
  return count / ((performance.now() - start) / 1000)
}

async function bare(store: Store, accounts: readonly BenchAccount[], count: number): Promise<number> {
  const access = { kind: 'delivery', hash: sha256(deliveryToken) } as const
  const now = Date.now()
  return perSecond(count, async (n) => {
    const { id, registrationId } = chosen(accounts, n)
    const address = { account: id, device: 1 }
    const envelope = {
      ...{ id: Uint8Array.from(randomBytes(16)), receivedAt: now, expiresAt: now + 1e9 },
      ciphertexts: [{ device: 1, registrationId, ciphertext }],
    }
    await store.enqueue(id, access, envelope, limits)
    const found = await store.fetch(address, { now, limit: 128, bytes: 1e6, except: [] })
    await store.acknowledge(
      address,
      found.map(({ seq }) => seq),
    )
  })
}

class Load {
  readonly #accounts: readonly BenchAccount[]
  #connections: RawConnection[] = []
  #given = 0

  constructor(accounts: readonly BenchAccount[]) {
    this.#accounts = accounts
  }

  async connect(url: string): Promise<void> {
    this.#connections = await Promise.all(Array.from({ length: inFlight }, () => RawConnection.open(url)))
    let next = 0
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (next < this.#accounts.length) {
          const { ticket } = this.#accounts[next++] as BenchAccount
          void this.#receive(await TestSocket.open(url, ticket))
        }
      }),
    )
  }

  async #receive(socket: TestSocket): Promise<void> {
    for (;;) {
      const { body } = await socket.next()
      if (body.case !== 'deliver') continue
      this.#given += body.value.envelopes.length
      socket.acknowledge(body.value.envelopes)
    }
  }

  async deliver(n: number, lane: number): Promise<void> {
    await deliver(this.#connections[lane] as RawConnection, chosen(this.#accounts, n), ciphertext)
  }

  /** As fast as it goes, until all has been given out. */
  async full(count: number): Promise<number> {
    const before = this.#given
    const start = performance.now()
    await perSecond(count, (n, lane) => this.deliver(n, lane))
    while (this.#given - before < count) await delay(5)
    return count / ((performance.now() - start) / 1000)
  }

  /** At a steady rate; gives the milliseconds of each answer. */
  async steady(count: number, perSecond: number): Promise<number[]> {
    const times: number[] = []
    const start = performance.now()
    let next = 0
    await Promise.all(
      Array.from({ length: inFlight }, async (_, lane) => {
        while (next < count) {
          const n = next++
          const due = start + (n / perSecond) * 1000
          const wait = due - performance.now()
          if (wait > 1) await delay(wait)
          const asked = performance.now()
          await this.deliver(n, lane)
          times.push(performance.now() - asked)
        }
      }),
    )
    return times
  }
}

const median = (values: readonly number[]) => percentile(values, 0.5)

async function measure(driver: Driver, rounds: number, size: number) {
  const under = await benchStore(driver)
  const before = await under.open()
  const accounts = await makeAccounts(before, under.data, mailboxes)
  const bareRounds: number[] = []
  for (let round = 0; round < rounds; round += 1) bareRounds.push(await bare(before, accounts, size * 2))
  await before.close()
  const relay = await under.relay()
  const load = new Load(accounts)
  await load.connect(relay.ready.url)
  await load.full(size / 4)
  const relayRounds: number[] = []
  for (let round = 0; round < rounds; round += 1) relayRounds.push(await load.full(size))
  const perSecond = median(relayRounds)
  const times = await load.steady(size / 2, perSecond / 2)
  await relay.kill()
  await under.dispose()
  return { perSecond, bare: median(bareRounds), p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

export async function run({ rounds = 3, size = 20_000 }: BenchOptions): Promise<BenchResult> {
  const sqlite = await measure('sqlite', rounds, size)
  const postgres = await measure('postgres', rounds, size)
  return benchResult(
    'relay-throughput',
    {
      sqlitePerSecond: sqlite.perSecond,
      sqliteRatioToStore: sqlite.perSecond / sqlite.bare,
      sqliteHalfLoadP50Ms: sqlite.p50,
      sqliteHalfLoadP99Ms: sqlite.p99,
      postgresPerSecond: postgres.perSecond,
      postgresRatioToStore: postgres.perSecond / postgres.bare,
      postgresHalfLoadP50Ms: postgres.p50,
      postgresHalfLoadP99Ms: postgres.p99,
    },
    [
      { figure: 'sqliteRatioToStore', atLeast: 0.25 },
      { figure: 'sqliteHalfLoadP99Ms', atMost: 25 },
      { figure: 'postgresRatioToStore', atLeast: 0.25 },
      { figure: 'postgresHalfLoadP99Ms', atMost: 25 },
    ],
    { bareSqlitePerSecond: sqlite.bare, barePostgresPerSecond: postgres.bare },
  )
}
