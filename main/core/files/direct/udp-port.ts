/// <reference path="./udx-native.d.ts" />
/** The one UDP port of this computer for all transfers: datagrams, streams, and its address from outside. */
import { randomBytes } from 'node:crypto'
import UDX, { type UdxSocket } from 'udx-native'
import { isStun, readResponse, writeRequest } from '../../../../shared/stun.ts'
import type { SocketPlace } from './addresses.ts'
import { UdxStream } from './udx-stream.ts'

/** At 500 Mbit/s a datagram comes every 24 microseconds: the system keeps what comes while this thread is busy. In bytes. */
const socketBufferBytes = 4 * 1024 * 1024
/** Milliseconds between two requests, and how many are sent: UDP loses. */
const stunEachMs = 250
const stunTries = 6

/** One for all ports: it lives as long as the thread. */
let library: UDX | null = null

export type OnDatagram = (bytes: Buffer, from: SocketPlace) => void

export class UdpPort {
  readonly port: number
  readonly #udx: UDX
  readonly #socket: UdxSocket
  readonly #onDatagram: OnDatagram
  readonly #answers = new Set<(bytes: Buffer) => void>()

  /** Raises what the system says where there is no UDP. */
  constructor(onDatagram: OnDatagram) {
    this.#onDatagram = onDatagram
    library ??= new UDX()
    this.#udx = library
    this.#socket = this.#udx.createSocket()
    this.#socket.on('error', () => {})
    this.#socket.bind(0)
    this.port = this.#socket.address()?.port ?? 0
    // More than it may have is cut by the system, or refused.
    for (const set of ['setRecvBufferSize', 'setSendBufferSize'] as const)
      try {
        this.#socket[set](socketBufferBytes)
      } catch {}
    this.#socket.on('message', (bytes: Buffer, from: SocketPlace) => {
      if (isStun(bytes)) for (const answer of this.#answers) answer(bytes)
      else this.#onDatagram(bytes, from)
    })
  }

  send(bytes: Uint8Array, { host, port }: SocketPlace): void {
    try {
      if (!this.#socket.closing) this.#socket.trySend(bytes, port, host)
    } catch {
      // No way to that network: another address may have one.
    }
  }

  /** A stream with number `own` to the one that is `theirs` there. */
  stream(own: number, theirs: number, { host, port }: SocketPlace): UdxStream {
    const stream = this.#udx.createStream(own)
    stream.connect(this.#socket, theirs, port, host)
    return new UdxStream(stream, host)
  }

  /** The address of this port from outside, by a STUN server (RFC 8489); null where nobody answers. */
  async outside(server: SocketPlace, signal: AbortSignal): Promise<SocketPlace | null> {
    const transaction = randomBytes(12)
    return new Promise((resolve) => {
      let tries = 0
      const finish = (found: SocketPlace | null) => {
        clearInterval(timer)
        signal.removeEventListener('abort', give)
        this.#answers.delete(onAnswer)
        resolve(found)
      }
      const give = () => finish(null)
      const onAnswer = (bytes: Buffer) => {
        const found = readResponse(bytes, transaction)
        if (found !== null) finish(found)
      }
      const ask = () => {
        if (tries === stunTries) return give()
        tries += 1
        this.send(writeRequest(transaction), server)
      }
      const timer = setInterval(ask, stunEachMs)
      this.#answers.add(onAnswer)
      signal.addEventListener('abort', give, { once: true })
      ask()
    })
  }

  close(): void {
    // Resolves with the last of its streams, which end by themselves.
    void this.#socket.close()
  }
}
