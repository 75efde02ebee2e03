/**
 * The addresses of this computer, as long as there are connections to relays: says when they change, and ends connections whose
 * own address is gone. After a change of network nothing comes on those any more, and nobody says so.
 */
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { Emitter } from '../../../shared/streams/index.ts'

/** Milliseconds; a look takes some 50 microseconds. */
const lookEveryMs = 500

const open = new Set<Socket>()
let timer: NodeJS.Timeout | undefined
let known: ReadonlySet<string> = new Set()
const changes = new Emitter()

/** Calls `listener` when the computer has got or lost an address, until what is given is called. */
export const onAddressesChanged = changes.on

/** @param socket connected. */
export function endWithItsAddress(socket: Socket): void {
  open.add(socket)
  socket.once('close', () => {
    open.delete(socket)
    if (open.size > 0) return
    clearInterval(timer)
    timer = undefined
  })
  if (timer !== undefined) return
  known = ownAddresses()
  timer = setInterval(look, lookEveryMs).unref()
}

function look(): void {
  const own = ownAddresses()
  const changed = own.size !== known.size || [...own].some((address) => !known.has(address))
  known = own
  for (const socket of open) {
    // An IPv4 address of a socket for both; a zone that one list names and the other does not.
    const address = socket.localAddress?.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*/, '')
    if (address !== undefined && !own.has(address)) socket.destroy(new Error('the own address is gone'))
  }
  if (changed) changes.emit()
}

const ownAddresses = (): Set<string> =>
  new Set(Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []))
