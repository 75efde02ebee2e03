/** A channel over a WebSocket: the browser's, or the one of `ws`. */
import { BaseChannel, type Channel, type Frame } from './channel.ts'

/** With more than this unsent, in bytes, streams pause. */
const highWater = 1024 * 1024
/** How often an unsent amount is looked at, in milliseconds; WebSockets have no event for it. */
const drainInterval = 5

/** The part of a WebSocket that a channel uses. */
export interface SocketLike {
  binaryType: string
  readonly bufferedAmount: number
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

class SocketChannel extends BaseChannel {
  readonly #socket: SocketLike

  constructor(socket: SocketLike, maxFrame: number) {
    super(maxFrame)
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', (event) => this.receive(event.data))
    // What the error was is told to nobody; the close event follows it.
    socket.addEventListener('error', () => {})
    socket.addEventListener('close', () => this.ended())
  }

  override async writable(): Promise<void> {
    while (!this.closed && this.#socket.bufferedAmount > highWater) {
      await new Promise((resolve) => setTimeout(resolve, drainInterval))
    }
  }

  protected transmit(frame: Frame): void {
    this.#socket.send(frame as string | Uint8Array<ArrayBuffer>)
  }

  protected terminate(): void {
    this.#socket.close()
  }
}

/** Takes over an open `socket`. Give `ws` the same bound as `maxPayload`, so that a huge frame is never read. */
export function socketChannel(socket: SocketLike, maxFrame: number): Channel {
  return new SocketChannel(socket, maxFrame)
}
