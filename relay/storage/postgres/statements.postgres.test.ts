/** Every statement names the account, so that a distributed PostgreSQL sends it to the machine that has it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { startPostgres } from '../../testing/postgres.ts'
import { openPostgresStore } from './postgres-store.ts'

/** Nonces have a table of their own, as names have; sweeping and counting look at all accounts now and then. */
const elsewhere = [/\bused_nonce\b/, /WHERE expires <= \$1/, /count\(\*\) AS accounts/]
const bytes = (length: number) => Uint8Array.from(randomBytes(length))

test('no statement is without the account, but for names, nonces, sweeping and counting', async () => {
  const postgres = await startPostgres()
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('CREATE EXTENSION pg_stat_statements')
  const store = await openPostgresStore({ url: postgres.url, trustRootHash: bytes(32), onTrouble: () => {} })
  await client.query('SELECT pg_stat_statements_reset()')

  const account = randomUUID() as string
  const address = { account, device: 1 }
  const token = bytes(32)
  const access = { kind: 'delivery', hash: token } as const
  const now = 1000
  const device = { id: 1, registrationId: 1, authKey: bytes(32) }
  await store.register({ account, username: 'alice', identityKey: bytes(33), device, deliveryTokenHash: token })
  await store.findByName('alice')
  await store.device(address)
  await store.replaceDevice(address, device)
  await store.spendNonce(bytes(32), now)
  await store.setDeliveryToken(account, token)
  await store.putRequestToken(account, bytes(32), now, 10)
  await store.deleteRequestToken(account, bytes(32))
  await store.putPrekeys(address, { signed: bytes(4), lastResort: bytes(4), pages: [] })
  await store.prekeys(address)
  await store.takeBundles(account, access, now)
  const devices = [{ device: 1, registrationId: 1 }]
  await store.admit(account, access, devices, now)
  const ciphertexts = [{ device: 1, registrationId: 1, ciphertext: bytes(10) }]
  const envelope = { id: bytes(16), receivedAt: now, expiresAt: now + 1, ciphertexts }
  expect(await store.enqueue(account, access, envelope, { envelopes: 9, bytes: 999 })).toBe('stored')
  const [found] = await store.fetch(address, { now, limit: 1, bytes: 1, except: [] })
  await store.acknowledge(address, [found?.seq ?? 0])
  const key = { account, blob: 'ab'.repeat(16) }
  const blob = { ...key, chunks: 2, chunkBytes: 10, writeHash: bytes(32), readHash: bytes(32), expiresAt: now + 1 }
  await store.createBlob(blob, 9)
  await store.leaveBlob({ ...blob, blob: 'cd'.repeat(16) }, access, { blobs: 9, bytes: 999 }, now)
  await store.blob(key, now)
  await store.putChunk(key, 0, 1, now + 1, 999)
  await store.chunk(key, 0)
  await store.blobUse(account)
  await store.setBlobLimit(account, 1000)
  await store.takeChunks(key, [0], now + 1)
  await store.blobView(key)
  await store.sweep(now + 2)
  await store.totals()
  await store.deleteAccount(account)
  await store.close()

  const { rows } = await client.query<{ query: string }>('SELECT query FROM pg_stat_statements')
  await client.end()
  await postgres.dispose()
  const asked = rows.map(({ query }) => query).filter((query) => ofAccounts.test(query))
  // Also what stands inside the functions.
  expect(asked.length).toBeGreaterThan(30)
  expect(asked.filter((query) => !elsewhere.some((form) => form.test(query)) && !namesAccount(query))).toEqual([])
})

/** A table that is placed by the account. */
const ofAccounts = /\b(FROM|INTO|UPDATE|JOIN) (account|device|request_token|prekey_page|mailbox|blob|chunk)\b/

/** The column, not the table. */
const namesAccount = (query: string): boolean =>
  /\baccount\b/.test(query.replaceAll(/\b(FROM|INTO|UPDATE|JOIN) account\b/g, ''))
