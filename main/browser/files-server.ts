/**
 * The files origin of the browser shell: a second port on the loopback interface, so that no file shares the page's
 * origin. Has no knowledge of files.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { FilesOrigin } from '../files-origin/index.ts'

const host = '127.0.0.1'
/** How long a request's head may take, in milliseconds. */
const headersTimeout = 10_000

/** What a page may make of a file. */
const embedded = new Set(['image', 'video', 'audio', 'empty'])

export interface FilesServerOptions {
  readonly files: FilesOrigin
  /** Hears of errors that are nobody's request's fault. */
  readonly report: (error: unknown) => void
}

export class FilesServer {
  readonly #options: FilesServerOptions
  readonly #server: Server
  #authority = ''

  private constructor(options: FilesServerOptions) {
    this.#options = options
    this.#server = createServer({ headersTimeout }, (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // A player that has enough closes the connection.
        if (!response.destroyed) options.report(error)
        response.destroy()
      })
    })
  }

  static async start(options: FilesServerOptions): Promise<FilesServer> {
    const server = new FilesServer(options)
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject)
      server.#server.listen(0, host, resolve)
    })
    server.#authority = `${host}:${(server.#server.address() as AddressInfo).port}`
    return server
  }

  /** `http://127.0.0.1:PORT` */
  get origin(): string {
    return `http://${this.#authority}`
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, method = '', url = '' } = request
    // A name that leads to 127.0.0.1 but is not ours: DNS rebinding.
    if (headers.host !== this.#authority) return void response.writeHead(421, { Connection: 'close' }).end()
    // Browsers say what for they ask: a file is never a page, nor a frame of one.
    if (!embedded.has(String(headers['sec-fetch-dest'] ?? 'empty'))) return void response.writeHead(403).end()
    const answer = await this.#options.files.answer({ method, path: url, range: headers.range })
    response.writeHead(answer.status, answer.headers)
    if (answer.body === null) response.end()
    else await pipeline(answer.body, response)
  }
}
