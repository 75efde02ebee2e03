import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { clientOf, maxFrameFromCore, socketChannel } from '../../shared/bridge/index.ts'
import { ChosenFile, type CoreContract, type ShellContract } from '../../shared/contract/index.ts'
import type { OwnRelay } from '../core/host.ts'
import type { RendererFile } from '../renderer-files.ts'
import { askToReopen } from './reopen.ts'
import { type RunningShell, startShell } from './shell.ts'

const profile = mkdtempSync(path.join(tmpdir(), 'megachat-'))
const page: RendererFile = { type: 'text/html; charset=utf-8', bytes: new TextEncoder().encode('<!doctype html>') }
const ownRelay: OwnRelay = {
  start: () => Promise.reject(new Error('not asked for')),
  backUp: async () => {},
  stop: async () => {},
}

const start = (folder = profile, openPage: ((url: string) => void) | null = null) =>
  startShell({
    ...{ profile: folder, port: 0, openPage, passphrase: null, proposedRelay: 'relay.example.org' },
    ...{ version: '1.2.3', files: new Map([['/', page]]), ownRelay, log: pino({ level: 'silent' }) },
    coreEntry: new URL('../core-process/test-core.ts', import.meta.url),
  })

interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

let shell: RunningShell
let url: URL
let session: { base: string; secret: string; cookie: string }

/** As a program of this computer, which can send any header. */
function ask(method: string, target: string, headers: Record<string, string> = {}, body: string | Uint8Array = '') {
  return new Promise<Answer>((resolve, reject) => {
    const sent = { host: url.host, ...(method === 'POST' ? { origin: url.origin } : {}), ...headers }
    const request = httpRequest(
      { port: url.port, host: '127.0.0.1', method, path: target, headers: sent },
      (response) => {
        let text = ''
        response.on('data', (bytes) => {
          text += bytes
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

function connectTo(
  name: string,
  change: { headers?: Record<string, string>; protocols?: string[]; base?: string } = {},
) {
  const socket = new WebSocket(
    `ws://${url.host}${change.base ?? session.base}${name}`,
    change.protocols ?? ['megachat', session.secret],
    { headers: { origin: url.origin, cookie: session.cookie, ...change.headers } },
  )
  return new Promise<WebSocket>((resolve, reject) => {
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

const files = () => `${session.base}files`
const admitted = () => ({ cookie: session.cookie, authorization: `Bearer ${session.secret}` })

beforeAll(async () => {
  shell = await start()
  url = new URL(shell.url)
})
afterAll(async () => {
  await shell.close()
  rmSync(profile, { recursive: true })
})

describe('browser shell', () => {
  it('B-10 serves the page to the exact host only', async () => {
    expect((await ask('GET', '/')).status).toBe(200)
    for (const host of [
      'localhost',
      `localhost:${url.port}`,
      '127.0.0.1',
      'evil.example',
      `evil.example:${url.port}`,
    ]) {
      expect((await ask('GET', '/', { host })).status).toBe(421)
      expect((await ask('POST', '/session', { host }, url.hash.slice(1))).status).toBe(421)
    }
    expect((await ask('GET', '/', { origin: 'http://evil.example' })).status).toBe(403)
  })

  it('B-11 serves nothing but the listed files', async () => {
    const paths = [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '//etc/passwd',
      '/profile.db',
      '/.',
    ]
    for (const target of paths) expect((await ask('GET', target)).status).toBe(404)
    expect((await ask('GET', '/?query')).status).toBe(200)
    expect((await ask('PUT', '/')).status).toBe(405)
  })

  it('B-12 sends a strict policy with every answer', async () => {
    for (const answer of [await ask('GET', '/'), await ask('GET', '/missing'), await ask('GET', '/', { host: 'x' })]) {
      const policy = String(answer.headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain(`connect-src 'self' ws://${url.host}`)
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toMatch(/'unsafe|\*/)
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
      expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  it('B-13 exchanges the token once, for a cookie and a secret', async () => {
    const token = url.hash.slice(1)
    expect((await ask('POST', '/session', { origin: 'http://evil.example' }, token)).status).toBe(403)
    expect((await ask('POST', '/session', { origin: 'null' }, token)).status).toBe(403)
    expect((await ask('POST', '/session', {}, 'wrong')).status).toBe(403)
    expect((await ask('POST', '/session', {}, 'x'.repeat(100_000))).status).toBe(403)
    const answer = await ask('POST', '/session', {}, token)
    expect(answer.status).toBe(200)
    const [cookie] = answer.headers['set-cookie'] as string[]
    const { base, secret } = JSON.parse(answer.body)
    expect(cookie).toMatch(/^megachat-[0-9a-f]{16}=[\w-]{43}; Path=\/[\w-]{16}\/; HttpOnly; SameSite=Strict$/)
    expect(cookie).toContain(`Path=${base};`)
    session = { base, secret, cookie: String(cookie).split(';')[0] ?? '' }
    expect((await ask('POST', '/session', {}, token)).status).toBe(403)
  })

  it('B-14 opens a socket only with host, origin, cookie, secret and path', async () => {
    const wrong = [
      { headers: { host: `localhost:${url.port}` } },
      { headers: { origin: 'http://evil.example' } },
      { headers: { origin: '' } },
      { headers: { cookie: '' } },
      { headers: { cookie: `${session.cookie}x` } },
      { protocols: [] },
      { protocols: ['megachat'] },
      { protocols: ['megachat', 'wrong'] },
      { protocols: ['other', session.secret] },
      { base: '/' },
      { base: '/other/' },
    ]
    for (const change of wrong) await expect(connectTo('core', change)).rejects.toThrow('403')
    await expect(connectTo('other')).rejects.toThrow('403')
    const socket = await connectTo('core')
    expect(socket.protocol).toBe('megachat')
    socket.close()
  })

  it('B-14 lets a page that was reloaded in again', async () => {
    for (let i = 0; i < 2; i++) {
      const socket = await connectTo('core')
      const core = clientOf<CoreContract>(socketChannel(socket, maxFrameFromCore))
      const stream = await core.profile.watch()
      expect((await stream.next()).value).toMatchObject({ state: 'new' })
      socket.close()
    }
  })

  it('answers the contract of the shell', async () => {
    const { shell } = clientOf<ShellContract>(socketChannel(await connectTo('shell'), maxFrameFromCore))
    const info = await shell.info()
    expect(info).toMatchObject({
      shell: 'browser',
      version: '1.2.3',
      unattended: true,
      safeMode: false,
      proposedRelay: 'relay.example.org',
    })
    expect(await shell.chooseFolder()).toBeNull()
    await shell.showInFolder({ transferId: '5f0c8f6e-6b0e-4f53-9d4d-0d0a7c1f0002' })
    const events = await shell.events()
    const next = events.next()
    await events.return()
    expect((await next).done).toBe(true)
  })

  it('survives garbage on the socket and on the port', async () => {
    const socket = await connectTo('core')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.send('garbage')
    await closed
    const raw = connect(Number(url.port), '127.0.0.1')
    await new Promise((resolve) => {
      raw.on('close', resolve)
      raw.on('error', () => {})
      raw.write('\0\u0001garbage\r\n\r\n')
      raw.resume()
    })
    expect((await ask('GET', '/')).status).toBe(200)
  })

  it('survives a page that leaves while its socket is refused', async () => {
    const head = `GET /core HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
    const leave = () =>
      new Promise<void>((resolve) => {
        const raw = connect(Number(url.port), '127.0.0.1', () => raw.write(head, () => raw.resetAndDestroy()))
        raw.on('error', () => {})
        raw.on('close', () => resolve())
      })
    for (let i = 0; i < 20; i++) await leave()
    expect((await ask('GET', '/')).status).toBe(200)
  })
})

describe('chosen files', () => {
  const spool = (kind: string) => readdirSync(path.join(profile, 'spool', kind))

  it('B-15 takes a file only from the page', async () => {
    const query = '?name=a.bin&size=3'
    expect((await ask('POST', `/files${query}`, admitted(), 'abc')).status).toBe(404)
    expect((await ask('POST', files() + query, { cookie: session.cookie }, 'abc')).status).toBe(403)
    expect((await ask('POST', files() + query, { authorization: `Bearer ${session.secret}` }, 'abc')).status).toBe(403)
    expect((await ask('POST', files() + query, { ...admitted(), origin: 'http://x' }, 'abc')).status).toBe(403)
    expect(spool('new')).toEqual([])
  })

  const step = (asked: Record<string, string>, body: string | Buffer = '') =>
    ask('POST', `${session.base}folders?${new URLSearchParams(asked)}`, admitted(), body)

  it('B-15 copies a folder file by file, and hands it over as one', async () => {
    const { id } = JSON.parse((await step({ step: 'begin', name: 'Fotos' })).body) as { id: string }
    const file = { step: 'file', id, size: '3', modifiedAt: '1000000000000' }
    expect((await step({ ...file, path: 'a/b/c.txt' }, 'abc')).status).toBe(200)
    expect((await step({ step: 'folder', id, path: 'empty' })).status).toBe(200)
    const copy = path.join(profile, 'spool', 'new', id, 'Fotos')
    expect(readFileSync(path.join(copy, 'a/b/c.txt'), 'utf8')).toBe('abc')
    expect(statSync(path.join(copy, 'a/b/c.txt')).mtimeMs).toBe(1_000_000_000_000)
    const chosen = ChosenFile.parse(JSON.parse((await step({ step: 'end', id })).body))
    expect(chosen).toMatchObject({ name: 'Fotos', size: 3 })
    expect((await step({ step: 'end', id })).status).toBe(404)
    rmSync(path.join(profile, 'spool', 'new', id), { recursive: true })
  })

  it('B-15 takes nothing that would lie outside the folder, and forgets what is broken off', async () => {
    const { id } = JSON.parse((await step({ step: 'begin', name: 'Fotos' })).body) as { id: string }
    for (const bad of ['../x', '/x', 'a//b', 'a/..', '', 'a\\b', 'a\0b']) {
      const refused = await step({ step: 'file', id, path: bad, size: '1', modifiedAt: '0' }, 'x')
      expect([bad, refused.status]).toEqual([bad, 400])
    }
    for (const name of ['..', 'a/b', '']) expect((await step({ step: 'begin', name })).status).toBe(400)
    expect((await step({ step: 'file', id: '0'.repeat(32), path: 'x', size: '1', modifiedAt: '0' }, 'x')).status).toBe(
      404,
    )
    const short = await step({ step: 'file', id, path: 'x', size: '5', modifiedAt: '0' }, 'x')
    expect(short.status).toBe(409)
    expect((await step({ step: 'abort', id })).status).toBe(200)
    expect(spool('new')).toEqual([])
  })

  it('B-15 copies it into the profile and hands it over to the core', async () => {
    const bytes = Buffer.alloc(5_000_000, 'megachat')
    const answer = await ask('POST', `${files()}?name=a%20b%C3%A4.bin&size=${bytes.length}`, admitted(), bytes)
    expect(answer.status).toBe(200)
    const file = ChosenFile.parse(JSON.parse(answer.body))
    expect(file).toMatchObject({ name: 'a bä.bin', size: bytes.length })
    expect(spool('kept')).toEqual([])
    const core = clientOf<CoreContract>(socketChannel(await connectTo('core'), maxFrameFromCore))
    // The core of these tests resolves the token, and wants a folder.
    await expect(core.settings.setDownloadFolder({ folder: file.token })).rejects.toMatchObject({
      code: 'invalid-input',
    })
    expect(spool('new')).toEqual([])
    const copy = path.join(profile, 'spool', 'kept', spool('kept')[0] ?? '', 'a bä.bin')
    const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
    expect(sha256(readFileSync(copy))).toBe(sha256(bytes))
    expect(statSync(copy).mode & 0o777).toBe(0o600)
  })

  it.each(['../a', '..', '.', 'a/b', 'a\\b', 'a\0b', '', 'x'.repeat(256)])('refuses the name %j', async (name) => {
    const answer = await ask('POST', `${files()}?${new URLSearchParams({ name, size: '1' })}`, admitted(), 'a')
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([400, 'invalid-input'])
  })

  it('refuses what does not fit, and lengths that are not true', async () => {
    const tooMuch = await ask('POST', `${files()}?name=a&size=999999999999999`, admitted(), 'abc')
    expect([tooMuch.status, JSON.parse(tooMuch.body).code]).toEqual([507, 'disk-full'])
    for (const size of ['2', '4']) {
      const answer = await ask('POST', `${files()}?name=a&size=${size}`, admitted(), 'abc')
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([409, 'file-changed'])
    }
    // The answer comes also while most of the file is still on its way.
    const long = await ask('POST', `${files()}?name=a&size=5`, admitted(), Buffer.alloc(20_000_000))
    expect([long.status, JSON.parse(long.body).code]).toEqual([409, 'file-changed'])
    for (const size of ['-1', 'x', '1.5', '']) {
      const answer = await ask('POST', `${files()}?name=a&size=${size}`, admitted(), '')
      expect(answer.status).toBe(400)
    }
  })

  it('promises no space twice', async () => {
    const { bavail, bsize } = statfsSync(profile)
    const size = Math.floor(bavail * bsize * 0.6)
    const raw = connect(Number(url.port), '127.0.0.1')
    const head = { host: url.host, origin: url.origin, ...admitted(), 'content-length': String(size) }
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
    raw.write(`POST ${files()}?name=a&size=${size} HTTP/1.1\r\n${lines.join('')}\r\nx`)
    await expect.poll(() => spool('new').length).toBe(1)
    const second = await ask('POST', `${files()}?name=b&size=${size}`, admitted(), 'x')
    expect([second.status, JSON.parse(second.body).code]).toEqual([507, 'disk-full'])
    raw.destroy()
    await expect.poll(() => spool('new').length).toBe(0)
    const third = await ask('POST', `${files()}?name=c&size=${size}`, admitted(), 'x')
    expect([third.status, JSON.parse(third.body).code]).toEqual([409, 'file-changed'])
  })

  it('keeps nothing of a copy that breaks off', async () => {
    const raw = connect(Number(url.port), '127.0.0.1')
    const head = { host: url.host, origin: url.origin, ...admitted(), 'content-length': '1000000' }
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
    raw.write(`POST ${files()}?name=a&size=1000000 HTTP/1.1\r\n${lines.join('')}\r\n${'x'.repeat(1000)}`)
    await expect.poll(() => spool('new').length).toBe(1)
    raw.destroy()
    await expect.poll(() => spool('new').length).toBe(0)
  })
})

it('B-17 opens a page again for a second start of the profile', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'megachat-'))
  expect(await askToReopen(folder)).toBe(false)
  const pages: URL[] = []
  const other = await start(folder, (page) => pages.push(new URL(page)))
  const file = path.join(folder, 'browser-shell.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await askToReopen(folder)).toBe(true)
  expect(pages.length).toBe(2)
  for (const { origin, hash } of pages) {
    const exchange = () => fetch(`${origin}/session`, { method: 'POST', body: hash.slice(1), headers: { origin } })
    expect((await exchange()).status).toBe(200)
    expect((await exchange()).status).toBe(403)
    const wrong = { method: 'POST', headers: { origin, authorization: 'Bearer wrong' } }
    expect((await fetch(`${origin}/open`, wrong)).status).toBe(403)
  }
  await other.close()
  expect(existsSync(file)).toBe(false)
  rmSync(folder, { recursive: true })
})

it('closes cleanly with clients connected', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'megachat-'))
  const other = await start(folder)
  const { host, origin, hash } = new URL(other.url)
  const answer = await fetch(`${origin}/session`, { method: 'POST', body: hash.slice(1), headers: { origin } })
  const { base, secret } = (await answer.json()) as { base: string; secret: string }
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const socket = new WebSocket(`ws://${host}${base}core`, ['megachat', secret], { headers: { origin, cookie } })
  await new Promise((resolve) => socket.on('open', resolve))
  const closed = new Promise((resolve) => socket.on('close', resolve))
  await other.close()
  await closed
  await expect(fetch(origin)).rejects.toThrow()
  expect(existsSync(path.join(folder, 'spool'))).toBe(true)
  rmSync(folder, { recursive: true })
})
