import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { storeContract } from '../store.contract.ts'
import { openPostgresStore } from './postgres-store.ts'

let postgres: TestPostgres
let schemas = 0
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.dispose())

const trustRootHash = new Uint8Array(32)
const open = (schema: string, hash = trustRootHash) =>
  openPostgresStore({ url: postgres.url, connections: 4, schema, trustRootHash: hash, onTrouble: () => {} })
const newSchema = () => {
  schemas += 1
  return `relay_${schemas}`
}

storeContract('postgres', async () => {
  const schema = newSchema()
  let store = await open(schema)
  return {
    store,
    async reopen() {
      await store.close()
      store = await open(schema)
      return store
    },
    dispose: () => store.close(),
  }
})

test('several relays that start at once make one schema; one with other keys and one of a newer version are told', async () => {
  const schema = newSchema()
  const stores = await Promise.all([1, 2, 3].map(() => open(schema)))
  for (const store of stores) await store.close()
  await expect(open(schema, Uint8Array.from(randomBytes(32)))).rejects.toThrow('other keys')
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`UPDATE ${schema}.relay SET version = 99`)
  await client.end()
  await expect(open(schema)).rejects.toThrow('version 99')
})

test('tables of the first version are brought to this one, by whichever of several relays comes first', async () => {
  const schema = newSchema()
  const bytes = new Uint8Array(32)
  const account = { account: randomUUID(), username: 'alice', identityKey: bytes, deliveryTokenHash: bytes }
  const first = await open(schema)
  await first.register({ ...account, device: { id: 1, registrationId: 1, authKey: bytes } })
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`ALTER TABLE ${schema}.account DROP COLUMN blob_limit; UPDATE ${schema}.relay SET version = 1`)
  await client.end()
  const stores = await Promise.all([1, 2].map(() => open(schema)))
  for (const store of stores) expect(await store.setBlobLimit(account.account, 1)).toBe(true)
  // What still runs from before goes on.
  expect(await first.findByName('alice')).toMatchObject({ account: account.account })
  for (const store of [first, ...stores]) await store.close()
})

test('a database that is away is said in words', async () => {
  const url = 'postgres://postgres@127.0.0.1:1/postgres'
  await expect(openPostgresStore({ url, trustRootHash, onTrouble: () => {} })).rejects.toThrow(
    /PostgreSQL: .*ECONNREFUSED/,
  )
})
