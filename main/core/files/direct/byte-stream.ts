/**
 * The bytes of a socket, handed on as they come. Whoever opens a connection reads into memory of its own, over and over:
 * new memory for each piece would be a third of all work for the garbage collector.
 */
import { connect, type Socket } from 'node:net'
import type { SocketPlace } from './addresses.ts'

const bufferBytes = 512 * 1024

/** `bytes` are good only until it returns. */
export type OnBytes = (bytes: Buffer) => void

export class ByteStream {
  readonly socket: Socket
  /** Bytes that come before somebody listens wait in the system. */
  #onBytes: OnBytes | null = null

  private constructor(socket: Socket) {
    this.socket = socket
    // What fails here closes it.
    socket.on('error', () => {})
  }

  static dial({ host, port }: SocketPlace): ByteStream {
    let stream: ByteStream | null = null
    const buffer = Buffer.allocUnsafeSlow(bufferBytes)
    const callback = (length: number): boolean => {
      if (stream !== null) stream.#handOn(buffer.subarray(0, length))
      return true
    }
    stream = new ByteStream(connect({ host, port, noDelay: true, onread: { buffer, callback } }))
    return stream
  }

  /** Of a socket that has come. */
  static of(socket: Socket): ByteStream {
    const stream = new ByteStream(socket)
    socket.on('data', (bytes: Buffer) => stream.#handOn(bytes))
    socket.pause()
    return stream
  }

  #handOn(bytes: Buffer): void {
    this.#onBytes?.(bytes)
  }

  /** From now on bytes go there. */
  read(onBytes: OnBytes): void {
    this.#onBytes = onBytes
    this.socket.resume()
  }

  /** Nothing comes until {@link resume}; the other side has to wait. */
  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }
}
