import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bundles, headers, routes } from '../../../shared/relay-api/index.ts'
import { admin } from '../../commands/admin/admin.ts'
import { migrateStore } from '../../commands/migrate.ts'
import { toBase64url } from '../../encoding.ts'
import { type RunningRelay, startRelay } from '../../start.ts'
import { ask, TestAccount, textOf } from '../../testing/client.ts'
import { startPostgres, type TestPostgres } from '../../testing/postgres.ts'

let postgres: TestPostgres
let folder: string
beforeAll(async () => {
  postgres = await startPostgres()
  folder = await mkdtemp(path.join(tmpdir(), 'relay-migration-'))
})
afterAll(async () => {
  await postgres.dispose()
  await rm(folder, { recursive: true })
})

function heard() {
  let said = ''
  const output = new Writable({
    write(piece, _, done) {
      said += piece
      done()
    },
  })
  return { output, said: () => said }
}

async function migrated(config: string, data: string): Promise<string> {
  const { output, said } = heard()
  await migrateStore(['--config', config, '--data', data], output)
  return said()
}

const bundle = async (relay: RunningRelay, { id, deliveryToken }: TestAccount) => {
  const access = { [headers.deliveryToken]: toBase64url(deliveryToken) }
  return (await ask<Bundles>(relay.url, routes.bundles, { params: { account: id }, headers: access })).body.devices[0]
}

test('R-39 a relay moves to PostgreSQL: a backup first while it serves, then the rest; nothing is lost, no key given twice', async () => {
  const data = path.join(folder, 'data')
  const config = path.join(folder, 'relay.yaml')
  const moved = { url: postgres.url, connections: 4 }
  await writeFile(config, JSON.stringify({ data: 'data', postgres: moved, blobs: 'data/blobs' }))
  let relay = await startRelay({ data, logLevel: 'silent' }, { isAdministered: true })
  const { port } = relay
  const [alice, bob, gone] = await Promise.all(
    ['alice', 'bob', 'gone'].map((name) => TestAccount.make(relay.url, name)),
  )
  if (alice === undefined || bob === undefined || gone === undefined) throw new Error('three were made')
  for (const person of [alice, bob]) await person.ask(routes.putPrekeys, { json: person.prekeys(3) })
  await alice.deliver('before')
  await bob.deliver('to be acknowledged')
  expect((await bundle(relay, alice))?.oneTime?.id).toBe(1)
  const blob = await alice.createBlob(2)
  const chunk = (n: number) => ({ params: { id: blob.id, n } })
  const write = { headers: { [headers.capability]: blob.writeCapability }, bytes: new Uint8Array(1024).fill(7) }
  await ask(relay.url, routes.putChunk, { ...chunk(0), ...write })

  // While it serves.
  const saved = path.join(folder, 'saved')
  await admin(['backup', saved, '--data', data], { input: process.stdin, output: heard().output })
  await expect(migrated(config, data)).rejects.toThrow('in use')
  expect(await migrated(config, saved)).toMatch(/account +3 rows, 3 written, 0 removed/)

  // What happens meanwhile.
  await alice.deliver('after')
  expect((await bundle(relay, alice))?.oneTime?.id).toBe(2)
  const socket = await bob.connect()
  socket.acknowledge(await socket.envelopes(1))
  await gone.ask(routes.deleteAccount)
  const carol = await TestAccount.make(relay.url, 'gone')
  await socket.close()
  await relay.close()

  const said = await migrated(config, data)
  expect(said).toMatch(/account +3 rows, \d written, 1 removed/)
  expect(said).toMatch(/mailbox +2 rows, 1 written, 1 removed/)
  relay = await startRelay({ data, port, postgres: moved, logLevel: 'silent' })
  await expect(migrated(config, data)).rejects.toThrow('a relay runs on this PostgreSQL')
  expect((await bundle(relay, alice))?.oneTime?.id).toBe(3)
  const waiting = await alice.connect()
  expect((await waiting.envelopes(2)).map(textOf)).toEqual(['before', 'after'])
  await waiting.close()
  const got = await ask(relay.url, routes.getChunk, {
    ...chunk(0),
    headers: { [headers.capability]: blob.readCapability },
  })
  expect(got.bytes).toEqual(write.bytes)
  expect((await ask(relay.url, routes.putChunk, { ...chunk(1), ...write })).status).toBe(204)
  expect((await gone.ask(routes.countPrekeys)).status).toBe(401)
  expect((await carol.deliver('hello')).status).toBe(200)
  await relay.close()
})
