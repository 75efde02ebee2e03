import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { decodeRelayLink } from '../../../shared/invite/index.ts'
import { resolveSettings } from '../../settings.ts'
import { freePort } from '../../testing/free-port.ts'
import { type Answers, optionsOf } from './answers.ts'
import { setup } from './setup.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'relay-setup-'))
  file = path.join(folder, 'relay.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

/** Gives what it said. */
async function answered(...answers: readonly string[]): Promise<string> {
  const input = new PassThrough()
  input.end(answers.map((answer) => `${answer}\n`).join(''))
  let said = ''
  const output = new Writable({
    write(piece, _, done) {
      said += piece
      done()
    },
  })
  await setup(['--config', file], { input, output })
  return said
}

test('the answers become a configuration that starts, for its owner alone, and a link that leads to the relay', async () => {
  const port = await freePort()
  const said = await answered('Home', '3', String(port), '1', 'kept')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(parse(await readFile(file, 'utf8'))).toEqual({
    name: 'Home',
    data: 'kept',
    host: '127.0.0.1',
    port,
    registration: 'token',
  })
  const link = /megachat:\/\/\S+/.exec(said)?.[0] ?? ''
  expect(decodeRelayLink(link, Date.now()).relay.relayUrls).toEqual([`http://127.0.0.1:${port}`])
  expect(said).toContain('█')
  expect((await stat(path.join(folder, 'kept', 'relay-keys.json'))).isFile()).toBe(true)
})

test('a wrong answer is asked again, in words', async () => {
  const port = await freePort()
  const said = await answered('', 'x', '9', '3', '70000', String(port), '2', '')
  expect(said).toContain('That will not do: 1 to 3.')
  expect(said).toContain('That will not do: 1 to 65535.')
  expect(parse(await readFile(file, 'utf8'))).toMatchObject({ name: 'MegaChat relay', registration: 'open' })
})

test('it overwrites nothing, and writes nothing when it is left half-way', async () => {
  await expect(answered('Home')).rejects.toThrow('nothing was written')
  await expect(stat(file)).rejects.toThrow('ENOENT')
  await answered('', '3', String(await freePort()), '', '')
  const before = await readFile(file, 'utf8')
  await expect(answered('', '3', '', '', '')).rejects.toThrow('is there already')
  expect(await readFile(file, 'utf8')).toBe(before)
})

const internet: Answers = {
  name: 'Ours',
  reach: 'internet',
  host: 'relay.example.org',
  certificate: 'own',
  files: null,
  port: 7443,
  registration: 'token',
  coturn: true,
  data: 'relay-data',
}

test.each([
  ['a key of its own', internet, { publicUrl: 'https://relay.example.org:7443', host: '0.0.0.0', tls: 'self-signed' }],
  [
    'files, at the usual port',
    { ...internet, certificate: 'files', port: 443, files: { cert: '/c.pem', key: '/k.pem' } },
    { publicUrl: 'https://relay.example.org', tls: { cert: '/c.pem', key: '/k.pem' } },
  ],
  [
    'a proxy before it',
    { ...internet, certificate: 'proxy' },
    { publicUrl: 'https://relay.example.org', host: '127.0.0.1', trustProxy: true, tls: 'none' },
  ],
  ['an address', { ...internet, host: '2001:db8::1' }, { publicUrl: 'https://[2001:db8::1]:7443' }],
] satisfies [string, Answers, object][])('in the internet, with %s', (_, answers, expected) => {
  expect(resolveSettings(optionsOf(answers))).toMatchObject({ ...expected, registration: 'token', coturn: {} })
})
