import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { errorCodeOf } from '../../../shared/errors.ts'
import type { ProxyServer } from '../../../shared/proxy.ts'
import { routes } from '../../../shared/relay-api/index.ts'
import { RelayHttp } from './http.ts'
import { type RunningProxy, startConnectProxy, startSocks } from './proxies.testing.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** Answers as a relay whose name only the proxy knows. */
async function hiddenRelay(): Promise<{ url: string; port: number }> {
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"nonce":"AAAA","expiresAt":1}')
  })
  server.listen(0, '127.0.0.1')
  closers.push(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://relay.invalid:${port}`, port }
}

async function used(proxy: Promise<RunningProxy>): Promise<RunningProxy> {
  const running = await proxy
  closers.push(() => running.close())
  return running
}

function clientThrough(url: string, proxyFor: () => Promise<ProxyServer | null>): RelayHttp {
  const http = new RelayHttp({ url, pin: null }, { proxyFor })
  closers.push(() => http.close())
  return http
}

const failure = (asked: Promise<unknown>) => asked.then(() => 'none', errorCodeOf)

describe.each([
  ['SOCKS 5', startSocks],
  ['HTTP', startConnectProxy],
])('through a proxy (%s)', (_, start) => {
  it('a relay is reached by its name, which only the proxy looks up', async () => {
    const { url, port } = await hiddenRelay()
    const { proxy, sentTo } = await used(start())
    const http = clientThrough(url, async () => proxy)
    expect(await http.call(routes.nonce)).toEqual({ nonce: 'AAAA', expiresAt: 1 })
    expect(sentTo).toEqual([`relay.invalid:${port}`])
  })

  it('another one is taken as soon as it is asked for', async () => {
    const { url } = await hiddenRelay()
    const [first, second] = [await used(start()), await used(start())]
    let proxy = first.proxy
    const http = clientThrough(url, async () => proxy)
    await http.call(routes.nonce)
    proxy = second.proxy
    http.reset()
    await http.call(routes.nonce)
    expect([first.sentTo.length, second.sentTo.length]).toEqual([1, 1])
  })

  it('one that is not there is said to be it', async () => {
    const { url } = await hiddenRelay()
    const { proxy, close } = await start()
    close()
    expect(await failure(clientThrough(url, async () => proxy).call(routes.nonce))).toBe('proxy-unreachable')
  })

  it('a relay that is not there is told from it', async () => {
    const { proxy } = await used(start())
    const nobody = 'http://relay.invalid:1'
    expect(await failure(clientThrough(nobody, async () => proxy).call(routes.nonce))).toBe('relay-unreachable')
  })

  it('this computer itself is reached straight', async () => {
    const { port } = await hiddenRelay()
    const { proxy, sentTo } = await used(start())
    await clientThrough(`http://127.0.0.1:${port}`, async () => proxy).call(routes.nonce)
    expect(sentTo).toEqual([])
  })
})

it('a proxy that wants to know who asks is not passed', async () => {
  const { url } = await hiddenRelay()
  const { proxy } = await used(startConnectProxy({ refuse: 407 }))
  expect(await failure(clientThrough(url, async () => proxy).call(routes.nonce))).toBe('proxy-unreachable')
})

it('what is no proxy at all is said to be none', async () => {
  const { url, port } = await hiddenRelay()
  for (const kind of ['http', 'socks5'] as const) {
    const http = clientThrough(url, async () => ({ kind, host: '127.0.0.1', port }))
    expect(await failure(http.call(routes.nonce)), kind).toBe('proxy-unreachable')
  }
})

it('nothing is sent before the way is known', async () => {
  const { port } = await hiddenRelay()
  const seen = connect({ host: '127.0.0.1', port })
  closers.push(() => seen.destroy())
  const http = clientThrough(`http://relay.invalid:${port}`, () => Promise.reject(new Error('the host is gone')))
  expect(await failure(http.call(routes.nonce))).not.toBe('none')
})
