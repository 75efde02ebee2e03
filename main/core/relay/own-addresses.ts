/**
 * Ends connections whose own address this computer no longer has: after a change of network nothing comes on them any more,
 * and nobody says so. The next ones go out from where it is now.
 */
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Milliseconds; a look takes some microseconds. */
const lookEveryMs = 1_000

const open = new Set<Socket>()
let timer: NodeJS.Timeout | undefined

/** @param socket connected. */
export function endWithItsAddress(socket: Socket): void {
  open.add(socket)
  socket.once('close', () => {
    open.delete(socket)
    if (open.size > 0) return
    clearInterval(timer)
    timer = undefined
  })
  timer ??= setInterval(look, lookEveryMs).unref()
}

function look(): void {
  const own = new Set(Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []))
  for (const socket of open) {
    // An IPv4 address of a socket for both; a zone that one list names and the other does not.
    const address = socket.localAddress?.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*/, '')
    if (address !== undefined && !own.has(address)) socket.destroy(new Error('the own address is gone'))
  }
}
