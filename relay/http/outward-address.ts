/** Which of this computer's addresses others reach first: that of the way out, not of a bridge for containers. */
import { createSocket } from 'node:dgram'

/** Reserved for documentation (RFC 5737), so nobody is there; connecting a datagram socket sends nothing. */
const elsewhere = '198.51.100.1'
const anyPort = 9

/** IPv4; null where no way leads out. */
export function outwardAddress(): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const done = (address: string | null) => {
      socket.close()
      resolve(address)
    }
    socket.once('error', () => done(null))
    socket.connect(anyPort, elsewhere, () => done(socket.address().address))
  })
}
