/**
 * A byte stream over TCP. Whoever opens it reads into the memory where the bytes are wanted, else into memory of its own,
 * over and over: new memory for each piece would be a third of all work for the garbage collector.
 */
import { connect, type Socket } from 'node:net'
import type { SocketPlace } from './addresses.ts'
import type { ByteStream, OnBytes } from './byte-stream.ts'

const bufferBytes = 64 * 1024

export class TcpStream implements ByteStream {
  readonly kind = 'tcp'
  readonly roundTripMs = null
  readonly #socket: Socket
  /** Bytes that come before somebody listens wait in the system. */
  #onBytes: OnBytes | null = null
  #room: () => Uint8Array | null = () => null

  private constructor(socket: Socket) {
    this.#socket = socket
    // What fails here closes it.
    socket.on('error', () => {})
    socket.setNoDelay(true)
  }

  static dial({ host, port }: SocketPlace): TcpStream {
    let stream: TcpStream | null = null
    const own = Buffer.allocUnsafeSlow(bufferBytes)
    // Asked anew before each piece.
    const buffer = (): Uint8Array => (stream === null ? null : stream.#room()) ?? own
    const callback = (length: number, { buffer, byteOffset }: Uint8Array): boolean => {
      if (stream !== null) stream.#handOn(Buffer.from(buffer, byteOffset, length))
      return true
    }
    stream = new TcpStream(connect({ host, port, noDelay: true, onread: { buffer, callback } }))
    return stream
  }

  /** Of a socket that has come. */
  static of(socket: Socket): TcpStream {
    const stream = new TcpStream(socket)
    socket.on('data', (bytes: Buffer) => stream.#handOn(bytes))
    socket.pause()
    return stream
  }

  get remote(): string {
    return this.#socket.remoteAddress ?? ''
  }

  get queued(): number {
    return this.#socket.writableLength
  }

  get paused(): boolean {
    return this.#socket.isPaused()
  }

  read(onBytes: OnBytes, room: () => Uint8Array | null = () => null): void {
    this.#onBytes = onBytes
    this.#room = room
    this.#socket.resume()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  write(parts: readonly Uint8Array[], done?: (failed: boolean) => void): void {
    this.#socket.cork()
    for (const [at, part] of parts.entries())
      this.#socket.write(part, (error) => at === parts.length - 1 && done?.(error != null))
    this.#socket.uncork()
  }

  onClose(listener: () => void): void {
    this.#socket.once('close', listener)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #handOn(bytes: Buffer): void {
    this.#onBytes?.(bytes)
  }
}
