/** Stands between people and a real relay and fails as networks and relays do, when told to. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'

export type Fault =
  /** The relay does its work; its answer is lost. */
  | { readonly kind: 'lose-answer' }
  /** An error of the relay instead of the call. */
  | { readonly kind: 'answer'; readonly status: number; readonly code: string; readonly data?: object }

export class FlakyProxy {
  /** What befalls the next calls that `meets` names; one each. */
  faults: Fault[] = []
  meets: (request: IncomingMessage) => boolean = ({ method, url }) =>
    method === 'PUT' && url?.startsWith('/v1/mailboxes/') === true
  readonly #server: Server
  readonly #sockets: [Duplex, Duplex][] = []
  #target = 0

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (incoming, response) => this.#forward(incoming, response))
    server.on('upgrade', (incoming, socket, head) => {
      const upstream = connect(this.#target, '127.0.0.1', () => {
        const lines = [`GET ${incoming.url} HTTP/1.1`]
        for (let n = 0; n < incoming.rawHeaders.length; n += 2)
          lines.push(`${incoming.rawHeaders[n]}: ${incoming.rawHeaders[n + 1]}`)
        upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
        upstream.write(head)
        this.#sockets.push([socket, upstream])
        socket.pipe(upstream).pipe(socket)
      })
      socket.on('error', () => upstream.destroy())
      upstream.on('error', () => socket.destroy())
    })
  }

  static async start(): Promise<FlakyProxy> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return new FlakyProxy(server)
  }

  /** `127.0.0.1:port` */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The port of the relay behind it. */
  leadsTo(port: number): void {
    this.#target = port
  }

  /** From now on nothing passes on the sockets that are open, and neither side is told. */
  silence(): void {
    for (const pair of this.#sockets.splice(0)) for (const end of pair) end.unpipe().resume()
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    const fault = this.meets(incoming) ? this.faults.shift() : undefined
    if (fault?.kind === 'answer') {
      incoming.resume()
      const { status, code, data = {} } = fault
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ code, message: code, data }))
      return
    }
    const { method, url, headers } = incoming
    const upstream = request({ port: this.#target, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      if (fault?.kind === 'lose-answer') {
        answer.resume()
        answer.on('end', () => response.destroy())
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    upstream.on('error', () => response.destroy())
    incoming.pipe(upstream)
  }
}
