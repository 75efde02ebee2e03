/**
 * What an envelope costs a relay that has few accounts and one that has many: 1,000, 10,000 and 100,000, and with a million
 * envelopes that wait. Beside it the growth of the bare store in the same run. `size`: envelopes of a round.
 */
import { randomBytes } from 'node:crypto'
import { sha256 } from '../../relay/encoding.ts'
import type { Store } from '../../relay/storage/store.ts'
import { RawConnection } from '../fixtures/raw-http.ts'
import { type BenchAccount, chosen, deliver, deliveryToken, makeAccounts } from './relay-accounts.ts'
import { type BenchStore, benchStore } from './relay-stores.ts'
import { type BenchOptions, type BenchResult, benchResult, percentile } from './result.ts'

const steps = [1000, 10_000, 100_000] as const
const waiting = 1_000_000
const inFlight = 64
const ciphertext = Uint8Array.from(randomBytes(200))
const limits = { envelopes: 10_000, bytes: 2 ** 26 }
const access = { kind: 'delivery', hash: sha256(deliveryToken) } as const
const month = 30 * 24 * 60 * 60_000

/** Microseconds for each of `count` pieces of work, `inFlight` at once. */
async function microseconds(count: number, work: (n: number, lane: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: inFlight }, async (_, lane) => {
      while (next < count) await work(next++, lane)
    }),
  )
  return ((performance.now() - start) * 1000) / count
}

async function enqueue(store: Store, { id, registrationId }: BenchAccount): Promise<void> {
  const now = Date.now()
  const ciphertexts = [{ device: 1, registrationId, ciphertext }]
  const envelope = { id: Uint8Array.from(randomBytes(16)), receivedAt: now, expiresAt: now + month, ciphertexts }
  const outcome = await store.enqueue(id, access, envelope, limits)
  if (outcome !== 'stored') throw new Error(JSON.stringify(outcome))
}

async function cost(under: BenchStore, accounts: readonly BenchAccount[], rounds: number, size: number) {
  const store = await under.open()
  const bare: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await microseconds(size, (n) => enqueue(store, chosen(accounts, n + round * size))))
  }
  await store.close()
  const relay = await under.relay()
  const connections = await Promise.all(Array.from({ length: inFlight }, () => RawConnection.open(relay.ready.url)))
  const served: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    served.push(
      await microseconds(size, (n, lane) =>
        deliver(connections[lane] as RawConnection, chosen(accounts, n + round * size), ciphertext),
      ),
    )
  }
  for (const connection of connections) connection.close()
  await relay.stop()
  return { bare: percentile(bare, 0.5), served: percentile(served, 0.5) }
}

export async function run({ rounds = 5, size = 5000 }: BenchOptions): Promise<BenchResult> {
  const under = await benchStore('sqlite')
  const accounts: BenchAccount[] = []
  const costs = []
  for (const step of steps) {
    const store = await under.open()
    accounts.push(...(await makeAccounts(store, under.data, step - accounts.length, accounts.length)))
    await store.close()
    costs.push(await cost(under, accounts, rounds, size))
  }
  const store = await under.open()
  await microseconds(waiting, (n) => enqueue(store, chosen(accounts, n)))
  await store.close()
  const full = await cost(under, accounts, rounds, size)
  await under.dispose()
  const [few, , many] = costs
  if (few === undefined || many === undefined) throw new Error('three steps were measured')
  return benchResult(
    'relay-growth',
    {
      ...Object.fromEntries(costs.map(({ served }, n) => [`microsecondsAt${steps[n]}`, served])),
      microsecondsWithAMillionWaiting: full.served,
      growth: many.served / few.served,
      growthToStore: many.served / few.served / (many.bare / few.bare),
      growthWaiting: full.served / many.served,
      growthWaitingToStore: full.served / many.served / (full.bare / many.bare),
    },
    [
      { figure: 'growthToStore', atMost: 1.2 },
      { figure: 'growthWaitingToStore', atMost: 1.2 },
    ],
    {
      ...Object.fromEntries(costs.map(({ bare }, n) => [`bareMicrosecondsAt${steps[n]}`, bare])),
      bareMicrosecondsWithAMillionWaiting: full.bare,
    },
  )
}
