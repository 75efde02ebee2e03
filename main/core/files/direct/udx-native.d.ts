/** As much of udx-native 1.21 as is used here: the package has no types of its own. */
declare module 'udx-native' {
  import type { EventEmitter } from 'node:events'

  export interface UdxStream extends EventEmitter {
    /** Smoothed, in milliseconds; 0 while nothing has come back. */
    readonly rtt: number
    /** A closed socket or a bad address raises. `host` is an IP address. */
    connect(socket: UdxSocket, remoteId: number, port: number, host: string): void
    write(bytes: Uint8Array): boolean
    /** Resolves when everything that was written is acknowledged; with false where the stream ends before. */
    flush(): Promise<boolean>
    destroy(): void
  }

  export interface UdxSocket extends EventEmitter {
    readonly closing: boolean
    address(): { readonly host: string; readonly family: 4 | 6; readonly port: number } | null
    /** On all addresses of both families where the system has both. */
    bind(port?: number, host?: string): void
    /** Datagrams of no stream come as `message` (bytes, { host, port, family }). */
    trySend(bytes: Uint8Array, port: number, host: string): void
    setRecvBufferSize(bytes: number): void
    setSendBufferSize(bytes: number): void
    /** Resolves when its streams are gone too. */
    close(): Promise<void>
  }

  export default class UDX {
    createSocket(): UdxSocket
    /** `id`: 32 bits, one of this computer's. */
    createStream(id: number): UdxStream
  }
}
