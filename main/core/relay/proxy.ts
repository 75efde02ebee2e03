/** A connection to a relay through another computer. Everything that is said goes through it encrypted, as on any other way. */
import { request } from 'node:http'
import { isIPv6, type Socket } from 'node:net'
import { AppError } from '../../../shared/errors.ts'
import type { ProxyServer } from '../../../shared/proxy.ts'

/** The proxy for a relay's address (origin), or null for the straight way. */
export type ProxyFor = (relayUrl: string) => Promise<ProxyServer | null>

export const straight: ProxyFor = async () => null

/** Milliseconds until the proxy has reached the other side: behind it may lie several more. */
const tunnelTimeoutMs = 20_000

/** A connected socket. The proxy finds the name's address itself. Raises `proxy-unreachable`, `relay-unreachable`. */
export function tunnel(proxy: ProxyServer, to: { readonly hostname: string; readonly port: number }): Promise<Socket> {
  return proxy.kind === 'http' ? throughHttp(proxy, to) : throughSocks(proxy, to)
}

async function throughSocks(
  proxy: ProxyServer,
  { hostname, port }: { hostname: string; port: number },
): Promise<Socket> {
  const { SocksClient } = await import('socks')
  try {
    const { socket } = await SocksClient.createConnection({
      proxy: { host: proxy.host, port: proxy.port, type: 5 },
      command: 'connect',
      destination: { host: hostname, port },
      timeout: tunnelTimeoutMs,
    })
    return socket
  } catch (error) {
    // Once it has answered, it is the other side that was not reached.
    const answered = error instanceof Error && /Socks5 proxy rejected connection/.test(error.message)
    throw new AppError(
      answered ? 'relay-unreachable' : 'proxy-unreachable',
      'no way through the proxy',
      {},
      { cause: error },
    )
  }
}

function throughHttp(proxy: ProxyServer, { hostname, port }: { hostname: string; port: number }): Promise<Socket> {
  const authority = `${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`
  return new Promise((resolve, reject) => {
    const fail = (code: 'proxy-unreachable' | 'relay-unreachable', cause?: Error) => {
      asked.destroy()
      reject(new AppError(code, 'no way through the proxy', {}, { cause }))
    }
    const asked = request({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority },
      timeout: tunnelTimeoutMs,
      agent: false,
    })
    asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket)
      socket.destroy()
      // 407 and 403: it does not want to; anything else: it could not.
      fail(statusCode === 407 || statusCode === 403 ? 'proxy-unreachable' : 'relay-unreachable')
    })
    // An answer to CONNECT that opens nothing.
    asked.once('response', () => fail('proxy-unreachable'))
    asked.once('timeout', () => fail('proxy-unreachable'))
    asked.once('error', (error) => fail('proxy-unreachable', error))
    asked.end()
  })
}
