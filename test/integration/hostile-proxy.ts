/** Stands where the relay stands and does what it likes with what passes; behind it a real relay does its work. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { onTestFinished } from 'vitest'
import { type DeliveryRequest, DeliveryRequestSchema } from '../../shared/relay-api/gen/delivery_pb.js'

export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** `pass` asks the relay behind, with what is to be passed on. */
export type Meddling = (call: Call, pass: (call: Call) => Promise<Answer>) => Promise<Answer>

const mailbox = /^\/v1\/mailboxes\/([0-9a-f-]{36})$/u
const bundles = /^\/v1\/bundles\/([0-9a-f-]{36})$/u

/** Whose mailbox a call delivers to; null for any other call. */
export const mailboxOf = ({ method, path }: Call): string | null =>
  method === 'PUT' ? (mailbox.exec(path)?.[1] ?? null) : null
/** Whose bundle a call asks for; null for any other call. */
export const bundleOf = ({ path }: Call): string | null => bundles.exec(path)?.[1] ?? null

export const envelopeIn = ({ body }: Call): DeliveryRequest => fromBinary(DeliveryRequestSchema, body)

/** The same call with another envelope. */
export function withEnvelope(call: Call, change: (envelope: DeliveryRequest) => void): Call {
  const envelope = envelopeIn(call)
  change(envelope)
  return { ...call, body: Buffer.from(toBinary(DeliveryRequestSchema, envelope)) }
}

export const accepted: Answer = { status: 200, body: Buffer.from('{"online":false}') }

export class HostileProxy {
  /** Everything that has come, without what the sockets carry. */
  readonly calls: Call[] = []
  meddle: Meddling = (call, pass) => pass(call)
  readonly #server = createServer((incoming, response) => void this.#serve(incoming, response))
  #target = 0

  static async start(): Promise<HostileProxy> {
    const proxy = new HostileProxy()
    const server = proxy.#server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    server.on('upgrade', (incoming, socket, head) => {
      const upstream = connect(proxy.#target, '127.0.0.1', () => {
        const lines = [`GET ${incoming.url} HTTP/1.1`]
        for (let n = 0; n < incoming.rawHeaders.length; n += 2)
          lines.push(`${incoming.rawHeaders[n]}: ${incoming.rawHeaders[n + 1]}`)
        upstream.write(`${lines.join('\r\n')}\r\n\r\n`)
        upstream.write(head)
        socket.pipe(upstream).pipe(socket)
      })
      socket.on('error', () => upstream.destroy())
      upstream.on('error', () => socket.destroy())
    })
    return proxy
  }

  /** `127.0.0.1:port` */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  leadsTo(port: number): void {
    this.#target = port
  }

  /** A call of its own, for example what it remembers of another one. */
  readonly pass = async ({ method, path, headers, body }: Call): Promise<Answer> => {
    const names = ['content-type', 'authorization', 'megachat-delivery-token', 'megachat-request-token', 'host']
    const passed = names.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : []))
    const answer = await fetchWithHost(this.#target, method, path, Object.fromEntries(passed), body)
    return answer
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const parts: Buffer[] = []
      for await (const part of incoming) parts.push(part as Buffer)
      const { method = 'GET', url: path = '/', headers } = incoming
      const call = { method, path, headers, body: Buffer.concat(parts) }
      this.calls.push(call)
      const { status, body } = await this.meddle(call, this.pass)
      response.writeHead(status, body.length === 0 ? {} : { 'content-type': 'application/json' })
      response.end(body)
    } catch {
      response.destroy()
    }
  }
}

/** `fetch` sets its own Host; what was signed for a host must arrive under it. */
function fetchWithHost(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 502, body: Buffer.concat(parts) }))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    if (body.length > 0) sent.setHeader('content-length', body.length)
    sent.end(body)
  })
}
