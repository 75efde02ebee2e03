import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { busContract } from '../bus.contract.ts'
import { openNotifyBus } from './notify-bus.ts'

let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.dispose())

const open = () => openNotifyBus({ url: postgres.url, schema: 'public' }, () => {})

busContract(
  'notify',
  async () => [await open(), await open()],
  async () => {
    await postgres.kill()
    await postgres.start()
  },
)

test('a relay that died takes its devices with it', async () => {
  const here = await open()
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  const address = { account: randomUUID() as string, device: 1 }
  const dead = randomUUID()
  await client.query(`INSERT INTO relay_process VALUES ($1, now() - interval '16 seconds')`, [dead])
  await client.query('INSERT INTO presence VALUES ($1, 1, $2, 1)', [address.account, dead])
  expect(await here.online(address)).toBe(false)
  expect(await here.ephemeral(address, new Uint8Array(1))).toBe(false)
  await vi.waitFor(async () => expect((await client.query('SELECT 1 FROM presence')).rowCount).toBe(0), 10_000)
  await client.end()
  await here.close()
})
