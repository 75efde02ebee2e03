import { request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import { type Info, routes } from '../../shared/relay-api/index.ts'
import { resolveSettings } from '../settings.ts'
import { ask, TestAccount } from '../testing/client.ts'
import { startTestRelay, type TestRelay } from '../testing/relay.ts'
import { Hosts } from './hosts.ts'
import { RateLimiter } from './rate-limit.ts'

let relay: TestRelay | null = null
afterEach(async () => {
  await relay?.dispose()
  relay = null
})

/** Status and body of a GET under another Host. */
function getAs(host: string, port: number, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, async (answer) => {
      const parts: Buffer[] = []
      for await (const part of answer) parts.push(part as Buffer)
      resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() })
    })
    asked.on('error', reject).end()
  })
}

describe('hosts', () => {
  test('R-3 a request under a name that is not ours is refused', async () => {
    relay = await startTestRelay({ hosts: ['relay.home', 'forwarded.example.org:443'] })
    const { port } = relay.running
    const code = async (host: string) => {
      const { status, body } = await getAs(host, port, routes.info.path)
      return status === 200 ? 'ours' : JSON.parse(body).code
    }
    for (const host of [`127.0.0.1:${port}`, `LocalHost:${port}`, `relay.home:${port}`, 'forwarded.example.org:443']) {
      expect(await code(host)).toBe('ours')
    }
    for (const host of ['127.0.0.1', '127.0.0.1:1', `other.example.org:${port}`, 'x']) {
      expect(await code(host)).toBe('relay-address-invalid')
    }
  })

  test('R-3 a relay for the network knows all its addresses, and names one in the addresses of its accounts', () => {
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
    const v4 = own.filter(({ family }) => family === 'IPv4')
    const outward = v4.findLast(({ internal }) => !internal)?.address ?? null
    const hosts = new Hosts(resolveSettings({ data: 'x', host: '0.0.0.0' }), outward)
    hosts.listening(7443)
    expect(hosts.publicHost).toBe(`${outward ?? '127.0.0.1'}:7443`)
    for (const { address } of v4) {
      expect(hosts.accept(`${address}:7443`)).toBe(`${address}:7443`)
    }
    expect(hosts.urls).toContain('https://127.0.0.1:7443')
  })

  test('R-3 behind a proxy it is known by its public URL', () => {
    const settings = resolveSettings({ data: 'x', publicUrl: 'https://Relay.Example.org/', trustProxy: true })
    const hosts = new Hosts(settings, null)
    hosts.listening(7443)
    expect(hosts.publicHost).toBe('relay.example.org')
    expect(hosts.accept('relay.example.org')).toBe('relay.example.org')
    expect(hosts.urls[0]).toBe('https://relay.example.org')
  })
})

describe('settings', () => {
  test.each([
    [{}, 'open', 'none'],
    [{ host: '0.0.0.0' }, 'token', 'self-signed'],
    [{ host: '::1' }, 'open', 'none'],
    [{ publicUrl: 'https://relay.example.org' }, 'token', 'none'],
    [{ trustProxy: true }, 'token', 'none'],
    [{ host: '0.0.0.0', registration: 'open' as const }, 'open', 'self-signed'],
  ])('R-5 R-27 %j: registration %s, TLS %s', (options, registration, tls) => {
    expect(resolveSettings({ data: 'x', ...options })).toMatchObject({ registration, tls })
  })

  test('R-27 no plain HTTP beyond loopback', () => {
    expect(() => resolveSettings({ data: 'x', host: '0.0.0.0', tls: 'none' })).toThrow('proxy')
  })
})

describe('rate limits', () => {
  test('R-30 a burst, then so many a minute, each key for itself', () => {
    const limiter = new RateLimiter({ burst: 3, perMinute: 60 })
    expect([0, 0, 0, 0].map(() => limiter.take('a', 0))).toEqual([0, 0, 0, 1000])
    expect(limiter.take('b', 0)).toBe(0)
    expect(limiter.take('a', 999)).toBe(1)
    expect(limiter.take('a', 1000)).toBe(0)
    expect(limiter.take('a', 1000)).toBe(1000)
    expect([1, 2, 3, 4].map(() => limiter.take('a', 60_000))).toEqual([0, 0, 0, 1000])
  })

  test('R-30 cost the same however many keys somebody makes up', () => {
    const limiter = new RateLimiter({ burst: 300, perMinute: 1 })
    const start = performance.now()
    for (let n = 0; n < 100_000; n += 1) limiter.take(String(n), 0)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('server', () => {
  test('R-30 behind a proxy nobody chooses the address that they come from', async () => {
    relay = await startTestRelay({ trustProxy: true, rates: { names: { burst: 1, perMinute: 1 } } })
    const { url } = relay
    const find = async (forwarded: string) => {
      const asked = { params: { username: 'nobody' }, headers: { 'x-forwarded-for': forwarded } }
      return (await ask(url, routes.findByName, asked)).status
    }
    expect(await find('198.51.100.7')).toBe(404)
    expect(await find('203.0.113.1, 198.51.100.7')).toBe(429)
    expect(await find('198.51.100.8')).toBe(404)
    const metrics = await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1, 198.51.100.7' } })
    expect(metrics.status).toBe(404)
  })

  test('R-1 what is unknown or broken is refused in the common form', async () => {
    relay = await startTestRelay()
    const { url } = relay
    const cases = [
      await ask(url, { method: 'GET', path: '/nothing' }),
      await ask(url, { method: 'GET', path: '/v1/nothing' }),
      await ask(url, { method: 'DELETE', path: '/v1/info' }),
      await ask(url, { method: 'GET', path: '/v1/accounts/by-name/%00' }),
      await ask(url, { method: 'GET', path: `/v1/accounts/by-name/${'a'.repeat(500)}` }),
      await ask(url, { method: 'GET', path: '/v1/%zz' }),
      await ask(url, routes.register, { json: {} }),
      await ask(url, routes.register, { json: { __proto__: null, constructor: 1 } }),
      await ask(url, routes.register, {
        bytes: Uint8Array.from(Buffer.from('{"__proto__":{}}')),
        type: 'application/json',
      }),
      await ask(url, routes.register, { json: { username: 'x'.repeat(20_000) } }),
      await ask(url, routes.putPrekeys, { json: {} }),
    ]
    for (const { status, body } of cases) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(body).toEqual({ code: expect.any(String), message: expect.any(String), data: expect.any(Object) })
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('R-29 neither logs nor metrics say who it is about', async () => {
    relay = await startTestRelay({ logLevel: 'debug' })
    const alice = await TestAccount.make(relay.url, 'alice-the-secret')
    await alice.deliver('hidden')
    await ask(relay.url, routes.findByName, { params: { username: alice.username } })
    const socket = await alice.connect()
    await socket.envelopes(1)
    await socket.close()
    const metrics = await (await fetch(`${relay.url}/metrics`)).text()
    expect(metrics).toContain('megachat_relay_envelopes_total{event="accepted"} 1')
    for (const secret of ['alice', alice.id, '127.0.0.1', alice.ticket]) {
      expect(metrics).not.toContain(secret)
      expect(relay.logs()).not.toContain(secret)
    }
  })

  test('the answer to "info" is the same after a restart', async () => {
    relay = await startTestRelay({ name: 'Home' })
    const before = (await ask<Info>(relay.url, routes.info)).body
    expect(before).toMatchObject({ name: 'Home', host: new URL(relay.url).host, protocol: { min: 1, max: 1 } })
    await relay.restart()
    expect((await ask<Info>(relay.url, routes.info)).body).toEqual(before)
  })
})
