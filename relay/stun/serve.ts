/** Tells whoever asks by UDP the address the question came from: two computers behind routers find each other by it. */
import { createSocket } from 'node:dgram'
import { readRequest, writeResponse } from '../../shared/stun.ts'

export interface StunServer {
  close(): Promise<void>
}

/**
 * Listens on a port of UDP. Keeps nothing and logs nothing of who asks; a response is at most 24 bytes longer than its
 * request. Raises what the system says where the port cannot be had.
 */
export async function serveStun(host: string, port: number): Promise<StunServer> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('message', (bytes, { address, port: from }) => {
    const transaction = readRequest(bytes)
    // An IPv4 address of a socket for both.
    const asked = { host: address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*/, ''), port: from }
    if (transaction !== null) socket.send(writeResponse(transaction, asked), from, address, () => {})
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, host, () => {
      socket.off('error', reject)
      resolve()
    })
  })
  socket.on('error', () => {})
  return { close: () => new Promise((resolve) => socket.close(() => resolve())) }
}
