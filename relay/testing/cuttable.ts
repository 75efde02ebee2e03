/** A way to a server on loopback that can be cut: bytes go nowhere, and nobody is told. */
import { connect, createServer, type Socket } from 'node:net'

export interface Cuttable {
  readonly port: number
  /** From now on nothing arrives, in either direction, also of new connections. */
  cut(): void
  /** New connections arrive again; those of before stay dead, as behind a router that has forgotten them. */
  mend(): void
  close(): Promise<void>
}

export async function cuttableWay(to: number): Promise<Cuttable> {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    sockets.add(near)
    near.on('error', () => {}).on('close', () => sockets.delete(near))
    if (isCut) return near.pause()
    const far = connect(to, '127.0.0.1')
    sockets.add(far)
    far.on('error', () => near.destroy()).on('close', () => sockets.delete(far))
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far)
    far.pipe(near)
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      isCut = true
      for (const socket of sockets) {
        socket.unpipe()
        socket.pause()
      }
    },
    mend() {
      isCut = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
