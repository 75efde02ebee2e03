/**
 * Relays, and what they rest on, are killed under load. `MEGACHAT_FAULT_ROUNDS` sets the number of kills,
 * `MEGACHAT_FAULT_EVERY_MS` the time between two of them, `MEGACHAT_FAULT_ACCOUNTS` how many send and receive. SPEC.md.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startNats } from '../../relay/testing/nats.ts'
import { startPatroni } from '../../relay/testing/patroni.ts'
import { startPostgres } from '../../relay/testing/postgres.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { seededRandom } from '../fixtures/random.ts'
import { portOf, startRelay } from '../fixtures/relay.ts'
import { type RelayRounds, relayRounds } from '../fixtures/relay-rounds.ts'

const rounds = Number(process.env.MEGACHAT_FAULT_ROUNDS ?? 50)
const accounts = Number(process.env.MEGACHAT_FAULT_ACCOUNTS ?? 20)
const everyMs =
  process.env.MEGACHAT_FAULT_EVERY_MS === undefined ? undefined : Number(process.env.MEGACHAT_FAULT_EVERY_MS)
/** Milliseconds of one round at most. */
const roundMs = 10_000 + (everyMs ?? 1000)
const random = seededRandom()

function holds(driver: string, result: RelayRounds): void {
  process.stderr.write(`${JSON.stringify({ driver, seed: random.seed, rounds, accounts, ...result })}\n`)
  const { accepted, lost, repeated, prekeysGivenTwice, strange } = result
  expect(accepted).toBeGreaterThan(rounds)
  expect({ lost, repeated, prekeysGivenTwice, strange }, `seed ${random.seed}`).toEqual({
    lost: 0,
    repeated: 0,
    prekeysGivenTwice: 0,
    strange: [],
  })
}

/** One relay of those that are killed and started again where they were. */
async function killable(data: string, config: string) {
  let relay = await startRelay(data, 0, ['--config', config])
  const port = portOf(relay)
  return {
    get url() {
      return relay.ready.url
    },
    async killAndStart() {
      await relay.kill()
      await delay(random.pick([0, random.between(0, 1000)]))
      relay = await startRelay(data, port, ['--config', config])
    },
    async stopAndStart() {
      await relay.stop()
      relay = await startRelay(data, port, ['--config', config])
    },
    stop: () => relay.stop(),
  }
}

const many = { burst: 1_000_000, perMinute: 1_000_000 }
const rates = { registrations: many, registrationsInAll: many, bundles: many }

test(`R-31 the embedded relay, ${rounds} rounds of kill -9`, { timeout: 120_000 + rounds * roundMs }, async () => {
  const folder = temporaryFolder('relay-rounds')
  const config = path.join(folder.path, 'relay.json')
  await writeFile(config, JSON.stringify({ rates }))
  const relay = await killable(path.join(folder.path, 'data'), config)
  const result = await relayRounds({
    ...{ random, rounds, accounts, everyMs },
    urls: () => [relay.url],
    faults: [
      { name: 'relay killed', strike: () => relay.killAndStart() },
      { name: 'relay stopped and started', strike: () => relay.stopAndStart() },
    ],
  })
  await relay.stop()
  folder.remove()
  holds('sqlite', result)
})

/** Kills it, and starts it again after a while or at once. */
const restart = (what: { kill(): Promise<void>; start(): Promise<void> }) => async () => {
  await what.kill()
  await delay(random.pick([0, random.between(0, 1500)]))
  await what.start()
}

/** Two relays that are one. */
async function pair(folder: string, settings: object) {
  const config = path.join(folder, 'relay.json')
  await writeFile(config, JSON.stringify({ rates, blobs: path.join(folder, 'blobs'), ...settings }))
  const place = (name: string) => path.join(folder, name)
  const one = await killable(place('one'), config)
  await mkdir(place('two'))
  await copyFile(path.join(place('one'), 'relay-keys.json'), path.join(place('two'), 'relay-keys.json'))
  const two = await killable(place('two'), config)
  return {
    urls: () => [one.url, two.url],
    faults: [
      { name: 'relay killed', strike: () => random.pick([one, two]).killAndStart() },
      { name: 'relay stopped and started', strike: () => random.pick([one, two]).stopAndStart() },
    ],
    stop: () => Promise.all([one.stop(), two.stop()]),
  }
}

test(`R-33 two relays on PostgreSQL, ${rounds} rounds of kill -9 of a relay or of PostgreSQL`, {
  timeout: 120_000 + rounds * roundMs,
}, async () => {
  const folder = temporaryFolder('relay-rounds')
  const postgres = await startPostgres()
  const relays = await pair(folder.path, { postgres: { url: postgres.url } })
  const result = await relayRounds({
    ...{ random, rounds, accounts, everyMs },
    urls: relays.urls,
    faults: [...relays.faults, { name: 'PostgreSQL killed', strike: restart(postgres) }],
  })
  await relays.stop()
  await postgres.dispose()
  folder.remove()
  holds('postgres', result)
})

test(`R-33 two relays that hear each other through NATS, ${rounds} rounds of kill -9 of a relay, of NATS or of PostgreSQL`, {
  timeout: 120_000 + rounds * roundMs,
}, async () => {
  const folder = temporaryFolder('relay-rounds')
  const [postgres, nats] = [await startPostgres(), await startNats()]
  onTestFinished(async () => {
    await nats.kill()
    await postgres.dispose()
  })
  const relays = await pair(folder.path, { postgres: { url: postgres.url }, nats: { servers: [nats.url] } })
  const result = await relayRounds({
    ...{ random, rounds, accounts, everyMs },
    urls: relays.urls,
    faults: [
      ...relays.faults,
      { name: 'NATS killed', strike: restart(nats) },
      { name: 'PostgreSQL killed', strike: restart(postgres) },
    ],
  })
  await relays.stop()
  folder.remove()
  holds('postgres and NATS', result)
})

/** A failover waits for the lease of the one before, 20 s at least. */
const failovers = Math.ceil(rounds / 10)

test(`R-42 two relays on PostgreSQL under Patroni, ${failovers} failovers`, {
  timeout: 240_000 + failovers * 120_000,
}, async () => {
  const folder = temporaryFolder('relay-rounds')
  const patroni = await startPatroni()
  onTestFinished(() => patroni.dispose())
  const relays = await pair(folder.path, { postgres: { url: patroni.url } })
  const result = await relayRounds({
    ...{ random, rounds: failovers, accounts, everyMs },
    urls: relays.urls,
    faults: [
      {
        name: 'primary lost',
        async strike() {
          await patroni.killPrimary()
          await patroni.mend()
        },
      },
      {
        name: 'PostgreSQL of the primary killed',
        async strike() {
          await patroni.killPostgres()
          await patroni.mend()
        },
      },
    ],
  })
  await relays.stop()
  folder.remove()
  holds('patroni', result)
})
