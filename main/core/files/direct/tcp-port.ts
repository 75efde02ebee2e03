/** The one TCP port of this computer for all transfers. */
import { createServer, type Server, type Socket } from 'node:net'
import { loopbackHost } from './addresses.ts'
import { TcpStream } from './tcp-stream.ts'

export interface TcpPort {
  readonly port: number
  close(): void
}

/** `alone`: for programs of this computer only; else on both families where the system has both. */
export async function openTcpPort(alone: boolean, onStream: (stream: TcpStream) => void): Promise<TcpPort> {
  const onSocket = (socket: Socket) => onStream(TcpStream.of(socket))
  const server = await (alone
    ? listening(loopbackHost, onSocket)
    : listening('::', onSocket).catch(() => listening('0.0.0.0', onSocket)))
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => void server.close(),
  }
}

async function listening(host: string, onSocket: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, onSocket)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port: 0 }, resolve)
  })
  // Nothing waits for it: what it serves keeps the program alive.
  server.unref()
  server.on('error', () => {})
  return server
}
