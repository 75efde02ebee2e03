/** The cheapest client of HTTP/1.1 that still is one: on shared cores a costly one would measure itself. */
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly body: string
}

/** One kept connection with one request under way. */
export class RawConnection {
  readonly #socket: Socket
  readonly #host: string
  #received = ''
  #settle: ((answer: RawAnswer) => void) | null = null

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#host = host
    socket.setNoDelay(true)
    socket.setEncoding('latin1').on('data', (text: string) => this.#receive(text))
    socket.on('error', () => {})
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port, host } = new URL(url)
    const socket = connect(Number(port), hostname)
    await new Promise<void>((resolve, reject) => socket.once('connect', () => resolve()).once('error', reject))
    return new RawConnection(socket, host)
  }

  /** @param head Further lines of the head, each with its end. */
  ask(method: string, path: string, head: string, body: Uint8Array): Promise<RawAnswer> {
    return new Promise((resolve) => {
      this.#settle = resolve
      this.#socket.cork()
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${head}content-length: ${body.length}\r\n\r\n`,
      )
      this.#socket.write(body)
      this.#socket.uncork()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#received += text
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#received.slice(0, end))?.[1] ?? 0)
    if (this.#received.length < end + 4 + length) return
    const status = Number(this.#received.slice(9, 12))
    const body = this.#received.slice(end + 4, end + 4 + length)
    this.#received = ''
    this.#settle?.({ status, body })
  }
}
