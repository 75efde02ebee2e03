/**
 * The web server of the browser shell, on the loopback interface alone: the page, the exchange of its token, copies of
 * chosen files, and the sockets of the bridge. Has no knowledge of what goes through the sockets.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { toPayload } from '../../shared/bridge/errors.ts'
import { maxFrameFromRenderer } from '../../shared/bridge/index.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { contentSecurityPolicy, pageHeaders } from '../content-security-policy.ts'
import type { RendererFile } from '../renderer-files.ts'
import type { Spool } from '../spool.ts'
import { type Session, same } from './session.ts'

const host = '127.0.0.1'

/** Name that the page's sockets ask for, before their secret. */
const protocol = 'megachat'

/** Longest body besides a file's, in bytes. */
const longestBody = 4096

/** How long a request's head may take, in milliseconds. Its body may take as long as a file takes. */
const headersTimeout = 10_000

/** The sockets: `core` is passed on to the core, `shell` is answered here. */
export type SocketName = 'core' | 'shell'

export interface WebOptions {
  readonly port: number
  readonly files: ReadonlyMap<string, RendererFile>
  /** Where the page loads pictures, videos and sounds from. */
  readonly filesOrigin: string
  readonly session: Session
  readonly spool: Spool
  /** Lets a second start of the profile, which knows the key, have a page opened. */
  readonly reopen: { readonly key: string; readonly open: () => void } | null
  readonly onSocket: (name: SocketName, socket: WebSocket) => void
  /** Hears of errors that are nobody's request's fault. */
  readonly report: (error: unknown) => void
}

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const ChosenName = z.object({ name: z.string().max(1024), size: whole })

const folderId = z.string().regex(/^[0-9a-f]{32}$/)
const relative = z.string().max(4096)
/** A folder comes file by file. */
const FolderStep = z.discriminatedUnion('step', [
  z.object({ step: z.literal('begin'), name: z.string().max(1024) }),
  z.object({ step: z.literal('file'), id: folderId, path: relative, size: whole, modifiedAt: whole }),
  z.object({ step: z.literal('folder'), id: folderId, path: relative }),
  z.object({ step: z.literal('end'), id: folderId }),
  z.object({ step: z.literal('abort'), id: folderId }),
])

/** HTTP status for what may go wrong with a chosen file. */
const statusOf: Partial<Record<ErrorCode, number>> = {
  'invalid-input': 400,
  'not-found': 404,
  'file-changed': 409,
  'disk-full': 507,
}

type Take = (asked: Record<string, string>, request: IncomingMessage) => Promise<object>

export class WebServer {
  readonly #options: WebOptions
  readonly #server: Server
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameFromRenderer,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  #authority = ''

  private constructor(options: WebOptions) {
    this.#options = options
    this.#server = createServer({ requestTimeout: 0, headersTimeout }, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        options.report(error)
        response.destroy()
      })
    })
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** Rejects with the system's error, `EADDRINUSE` for example. */
  static async start(options: WebOptions): Promise<WebServer> {
    const server = new WebServer(options)
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject)
      server.#server.listen(options.port, host, resolve)
    })
    server.#authority = `${host}:${(server.#server.address() as AddressInfo).port}`
    return server
  }

  /** `http://127.0.0.1:PORT` */
  get origin(): string {
    return `http://${this.#authority}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(this.#headers())) response.setHeader(name, value)
    // A name that leads to 127.0.0.1 but is not ours: DNS rebinding.
    if (request.headers.host !== this.#authority) return refuse(response, 421)
    const { origin } = request.headers
    if (origin !== undefined && origin !== this.origin) return refuse(response, 403)
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    if (request.method === 'GET' || request.method === 'HEAD') return this.#servePage(path, request, response)
    if (request.method !== 'POST') return refuse(response, 405)
    // Browsers send it with every POST.
    if (origin === undefined) return refuse(response, 403)
    const secret = request.headers.authorization?.replace(/^Bearer /, '')
    if (path === '/session') return this.#exchange(request, response)
    if (path === '/open') return this.#reopen(secret, response)
    const { base } = this.#options.session
    const take = { [`${base}files`]: this.#takeFile, [`${base}folders`]: this.#takeFolder }[path]
    if (take === undefined) return refuse(response, 404)
    if (!this.#options.session.admits(request.headers.cookie, secret)) return refuse(response, 403)
    return this.#take(take, query, request, response)
  }

  #headers(): Record<string, string> {
    return {
      ...pageHeaders,
      'Content-Security-Policy': contentSecurityPolicy({
        connect: [`ws://${this.#authority}`],
        files: this.#options.filesOrigin,
      }),
      'Cache-Control': 'no-store',
    }
  }

  #servePage(path: string, request: IncomingMessage, response: ServerResponse): void {
    const file = this.#options.files.get(path)
    if (file) {
      response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length })
      response.end(request.method === 'HEAD' ? undefined : file.bytes)
    } else refuse(response, 404)
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { session } = this.#options
    const token = await text(request)
    const given = token === null ? null : session.exchange(token)
    if (!given) return refuse(response, 403)
    response.setHeader('Set-Cookie', given.setCookie)
    answerJson(response, 200, { base: session.base, secret: given.secret })
  }

  #reopen(key: string | undefined, response: ServerResponse): void {
    const { reopen } = this.#options
    if (reopen && same(key ?? '', reopen.key)) {
      reopen.open()
      answerJson(response, 200, {})
    } else refuse(response, 403)
  }

  /** Answers with what `take` makes of the request. */
  async #take(take: Take, query: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      answerJson(response, 200, await take(Object.fromEntries(new URLSearchParams(query)), request))
    } catch (error) {
      if (request.destroyed && !request.complete) return
      const payload = error instanceof z.ZodError ? { code: 'invalid-input' as const } : toPayload(error)
      if (payload.code === 'internal') this.#options.report(error)
      // Read to its end, because a browser shows no answer that comes before it.
      request.resume()
      answerJson(response, statusOf[payload.code] ?? 500, payload)
    }
  }

  readonly #takeFile: Take = (asked, request) => {
    const { name, size } = ChosenName.parse(asked)
    return this.#options.spool.take(name, size, request)
  }

  readonly #takeFolder: Take = async (asked, request) => {
    const { spool } = this.#options
    const step = FolderStep.parse(asked)
    switch (step.step) {
      case 'begin':
        return { id: spool.beginFolder(step.name) }
      case 'file':
        await spool.takeInto(step.id, step.path, step, request)
        return {}
      case 'folder':
        spool.makeIn(step.id, step.path)
        return {}
      case 'end':
        return spool.endFolder(step.id)
      case 'abort':
        spool.abortFolder(step.id)
        return {}
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node leaves an upgraded socket without a listener: a page that has left meanwhile would end the program.
    socket.on('error', () => socket.destroy())
    const { session, onSocket } = this.#options
    const { headers, url } = request
    const name = (['core', 'shell'] as const).find((name) => url === session.base + name)
    const [offered, secret] = (headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
    const admitted =
      headers.host === this.#authority &&
      headers.origin === this.origin &&
      offered === protocol &&
      session.admits(headers.cookie, secret)
    if (!name || !admitted) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => onSocket(name, webSocket))
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' }).end()
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

/** The body, or null when it is too long. */
async function text(request: IncomingMessage): Promise<string | null> {
  let body = ''
  for await (const bytes of request) {
    body += String(bytes)
    if (body.length > longestBody) return null
  }
  return body
}
