import { randomBytes } from 'node:crypto'
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

test('a database that is away is said in words', async () => {
  const url = 'postgres://postgres@127.0.0.1:1/postgres'
  await expect(openPostgresStore({ url, trustRootHash, onTrouble: () => {} })).rejects.toThrow(
    /PostgreSQL: .*ECONNREFUSED/,
  )
})
