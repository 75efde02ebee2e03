/** Proxies of both kinds, on the loopback interface, behind which every name means this computer. They note where they were sent. */
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, createServer as createTcp, type Server, type Socket } from 'node:net'
import type { ProxyServer } from '../../../shared/proxy.ts'

export interface RunningProxy {
  readonly proxy: ProxyServer
  /** `host:port`, one for each connection. */
  readonly sentTo: readonly string[]
  close(): void
}

async function listening(server: Server, kind: ProxyServer['kind'], sentTo: string[], sockets: Set<Socket>) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return { proxy: { kind, host: '127.0.0.1', port }, sentTo, close }
}

function join(one: Socket, other: Socket, sockets: Set<Socket>): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    sockets.add(from)
    from.pipe(to)
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
}

/** RFC 1928, without authentication. `refuse`: answers that the other side cannot be reached. */
export async function startSocks({ refuse = false } = {}): Promise<RunningProxy> {
  const sentTo: string[] = []
  const sockets = new Set<Socket>()
  const server = createTcp((client) => {
    sockets.add(client)
    client.on('error', () => {})
    client.once('data', () => {
      client.write(Buffer.from([5, 0]))
      client.once('data', (asked) => {
        const [, , , type] = asked
        // 1: IPv4, 3: a name.
        const [host, at] =
          type === 3
            ? [asked.subarray(5, 5 + (asked[4] ?? 0)).toString('latin1'), 5 + (asked[4] ?? 0)]
            : [[...asked.subarray(4, 8)].join('.'), 8]
        const port = asked.readUInt16BE(at)
        sentTo.push(`${host}:${port}`)
        const answer = (code: number) => client.write(Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]))
        if (refuse) return void answer(5)
        const other = connect({ host: '127.0.0.1', port }, () => {
          answer(0)
          join(client, other, sockets)
        })
        other.on('error', () => answer(5))
      })
    })
  })
  return listening(server, 'socks5', sentTo, sockets)
}

/** RFC 9110, `CONNECT`. `refuse`: with this status. */
export async function startConnectProxy({ refuse = 0 } = {}): Promise<RunningProxy> {
  const sentTo: string[] = []
  const sockets = new Set<Socket>()
  const server = createHttp((_, response) => response.writeHead(400).end())
  server.on('connect', ({ url = '' }, client: Socket) => {
    sockets.add(client)
    sentTo.push(url)
    if (refuse !== 0) return void client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`)
    const other = connect({ host: '127.0.0.1', port: Number(url.split(':').at(-1)) }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      join(client, other, sockets)
    })
    other.on('error', () => client.end('HTTP/1.1 502 No\r\n\r\n'))
  })
  return listening(server, 'http', sentTo, sockets)
}
