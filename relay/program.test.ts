import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeRelayLink } from '../shared/invite/index.ts'
import { routes } from '../shared/relay-api/index.ts'
import { toBase64url } from './encoding.ts'
import { TestAccount, textOf } from './testing/client.ts'

const program = path.join(import.meta.dirname, 'index.ts')

let data: string
const children: ChildProcess[] = []
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'relay-program-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await end(child)
  await rm(data, { recursive: true })
})

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, '--data', data, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  return child
}

async function listening(child: ChildProcess): Promise<{ event: string; url: string; link: string; pin?: string }> {
  if (child.stdout === null) throw new Error('no output')
  const [line] = await once(createInterface(child.stdout), 'line')
  return JSON.parse(String(line))
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<unknown> {
  const ended = once(child, 'exit')
  child.kill(signal)
  return (await ended)[0]
}

async function failed(child: ChildProcess): Promise<{ code: number; words: string }> {
  let words = ''
  child.stderr?.on('data', (part) => {
    words += part
  })
  const [code] = await once(child, 'close')
  return { code: Number(code), words }
}

test('R-31 an envelope that was accepted survives kill -9', async () => {
  const first = run('--port', '0')
  const { event, url } = await listening(first)
  expect(event).toBe('listening')
  const alice = await TestAccount.make(url, 'alice')
  const texts = Array.from({ length: 50 }, (_, index) => String(index))
  for (const answer of await Promise.all(texts.map((text) => alice.deliver(text)))) expect(answer.status).toBe(200)
  await end(first)
  await listening(run('--port', new URL(url).port))
  const socket = await alice.connect()
  const found = (await socket.envelopes(50)).map(textOf)
  expect(found.toSorted()).toEqual(texts.toSorted())
  await socket.close()
})

test('R-5 beyond loopback it prints a link that lets the first people in', async () => {
  const { url, link, pin } = await listening(run('--port', '0', '--host', '0.0.0.0'))
  const { relay, invite } = decodeRelayLink(link, Date.now())
  expect(invite).toBeNull()
  expect(relay.relayUrls[0]).toBe(url)
  expect(toBase64url(relay.relayPin ?? new Uint8Array())).toBe(pin)
  expect(relay.registrationToken).toMatch(/^[\w-]{22}$/)
})

test('it stops when it is asked to, while sockets are open', async () => {
  const child = run('--port', '0')
  const { url } = await listening(child)
  const alice = await TestAccount.make(url, 'alice')
  const socket = await alice.connect()
  expect(await end(child, 'SIGTERM')).toBe(0)
  expect(await socket.closed).toBe(1012)
})

test('a port or a data folder in use and wrong options are said in words', async () => {
  const { url } = await listening(run('--port', '0'))
  const { port } = new URL(url)
  const [taken, shared, wrong] = await Promise.all([
    failed(run('--port', port, '--data', path.join(data, 'other'))),
    failed(run('--port', '0')),
    failed(run('--prot', '1')),
  ])
  expect(taken).toMatchObject({ code: 1, words: expect.stringContaining('EADDRINUSE') })
  expect(shared).toMatchObject({ code: 1, words: expect.stringContaining('in use') })
  expect(wrong).toMatchObject({ code: 2, words: expect.stringContaining('Usage') })
  expect((await fetch(url + routes.info.path)).status).toBe(200)
})

test('a relay whose coturn cannot start says so, and ends', async () => {
  const child = spawn(process.execPath, [program, '--data', data, '--port', '0', '--turn'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: data },
  })
  children.push(child)
  expect(await failed(child)).toMatchObject({ code: 1, words: expect.stringContaining('coturn is not installed') })
})
