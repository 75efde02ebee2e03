import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { checkPostgres } from '../../commands/doctor/database.ts'
import { startPostgres, type TestPostgres } from '../../testing/postgres.ts'
import { openDatabase } from './database.ts'
import { primaryOf, serversOf } from './servers.ts'

/** With its folder. */
async function server(): Promise<TestPostgres & { readonly folder: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'relay-servers-'))
  const postgres = await startPostgres(folder)
  onTestFinished(async () => {
    await postgres.dispose()
    rmSync(folder, { recursive: true })
  })
  return Object.assign(postgres, { folder })
}

const hostOf = (url: string): string => new URL(url).host

test('R-42 a URL of several servers is one for each', () => {
  expect(serversOf('postgres://u:p@one:5433,two/db?sslmode=require')).toEqual([
    'postgres://u:p@one:5433/db?sslmode=require',
    'postgres://u:p@two/db?sslmode=require',
  ])
  expect(serversOf('postgresql://[::1]:1,[::2]/db')).toEqual(['postgresql://[::1]:1/db', 'postgresql://[::2]/db'])
})

/** One that takes writes, and one that does not. */
async function twoServers() {
  const [first, second] = [await server(), await server()]
  await second.kill()
  writeFileSync(path.join(second.folder, 'data', 'standby.signal'), '')
  await second.start()
  return { first, second, url: `postgres://postgres@${hostOf(second.url)},${hostOf(first.url)}/postgres` }
}

test('doctor says of each server what it is, and where none has what the other one answered', async () => {
  const { first, url } = await twoServers()
  const said = async () => (await checkPostgres({ postgres: { url } })).map(({ words }) => words)
  expect((await said()).slice(0, 3)).toEqual([
    'is a standby',
    'takes writes',
    'has no synchronous standby: what was accepted last is lost with the primary',
  ])
  await first.kill()
  expect(await said()).toEqual([
    'is a standby',
    expect.stringContaining('ECONNREFUSED'),
    expect.stringContaining('none of the PostgreSQL servers takes writes (Error: a standby; Error: connect'),
  ])
})

test('R-42 what is written goes to the server that takes writes, also when it becomes another one', async () => {
  const { first, second, url } = await twoServers()
  expect(await primaryOf(url)).toBe(first.url)

  const database = openDatabase({ url, schema: 'public' }, () => {})
  onTestFinished(() => database.close())
  const port = { name: 'port', text: `SELECT current_setting('port')::int AS port, pg_is_in_recovery() AS standby` }
  const now = async () => (await database.rows<{ port: number; standby: boolean }>(port, []))[0]
  const at = ({ url: of }: TestPostgres) => ({ port: Number(new URL(of).port), standby: false })
  expect(await now()).toEqual(at(first))

  await first.kill()
  await expect(now()).rejects.toMatchObject({ code: 'relay-busy' })
  await expect(primaryOf(url)).rejects.toThrow('none of the PostgreSQL servers takes writes')
  const client = new Client({ connectionString: second.url })
  await client.connect()
  await client.query('SELECT pg_promote()')
  await client.end()
  await expect.poll(() => now().catch(() => null)).toEqual(at(second))
})
