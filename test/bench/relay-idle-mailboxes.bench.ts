/**
 * A hundred thousand devices that are away: bytes on the disk for each, with and without one-time prekeys, and the memory of
 * a relay that has them. `size`: devices.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { ecRecordBytes, kyberRecordBytes } from '../../relay/keys/records.ts'
import { maxPrekeys } from '../../shared/relay-api/index.ts'
import { makeAccounts } from './relay-accounts.ts'
import { type BenchStore, benchStore, type Driver } from './relay-stores.ts'
import { type BenchOptions, type BenchResult, benchResult } from './result.ts'

/** Of which one-time prekeys are stored, as many as a client keeps there. */
const withPrekeys = 500

async function onDisk(under: BenchStore): Promise<number> {
  if (under.postgres === null) {
    return readdirSync(under.data)
      .filter((name) => name.startsWith('relay.sqlite'))
      .reduce((sum, name) => sum + statSync(path.join(under.data, name)).size, 0)
  }
  const client = new Client({ connectionString: under.postgres.url })
  await client.connect()
  await client.query('VACUUM FULL')
  const { rows } = await client.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes')
  await client.end()
  return Number(rows[0]?.bytes)
}

async function measure(driver: Driver, size: number) {
  const under = await benchStore(driver)
  const store = await under.open()
  const none = await onDisk(under)
  const accounts = await makeAccounts(store, under.data, size)
  await store.close()
  const bare = await onDisk(under)
  const relay = await under.relay()
  await delay(2000)
  const [, kib = '0'] = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${relay.pid}/status`, 'utf8')) ?? []
  await relay.stop()
  const again = await under.open()
  for (const { id } of accounts.slice(0, withPrekeys)) {
    const records = (bytes: number, count = maxPrekeys) => Uint8Array.from(randomBytes(bytes * count))
    await again.putPrekeys(
      { account: id, device: 1 },
      {
        signed: records(ecRecordBytes + 64, 1),
        lastResort: records(kyberRecordBytes, 1),
        pages: [
          { kind: 'ec', recordBytes: ecRecordBytes, records: records(ecRecordBytes) },
          { kind: 'kyber', recordBytes: kyberRecordBytes, records: records(kyberRecordBytes) },
        ],
      },
    )
  }
  await again.close()
  const full = await onDisk(under)
  await under.dispose()
  return {
    bytesPerDevice: (bare - none) / size,
    bytesOfPrekeys: (full - bare) / withPrekeys,
    memoryMiB: Number(kib) / 1024,
  }
}

export async function run({ size = 100_000 }: BenchOptions): Promise<BenchResult> {
  const sqlite = await measure('sqlite', size)
  const postgres = await measure('postgres', size)
  return benchResult(
    'relay-idle-mailboxes',
    {
      sqliteBytesPerDevice: sqlite.bytesPerDevice,
      sqliteBytesOfPrekeysPerDevice: sqlite.bytesOfPrekeys,
      sqliteRelayMiB: sqlite.memoryMiB,
      postgresBytesPerDevice: postgres.bytesPerDevice,
      postgresBytesOfPrekeysPerDevice: postgres.bytesOfPrekeys,
      postgresRelayMiB: postgres.memoryMiB,
    },
    [],
  )
}
