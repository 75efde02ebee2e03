/** Where this computer can be reached, and what others' addresses are. Has no knowledge of connections. */
import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** As many as are named, and tried. */
export const mostAddresses = 16

const near = new BlockList()
// RFC 1918, RFC 3927, RFC 6598 (shared by one provider's customers), RFC 4193, RFC 4291.
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  near.addSubnet(network, prefix, 'ipv4')
near.addSubnet('fc00::', 7, 'ipv6')
near.addSubnet('fe80::', 10, 'ipv6')
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
const within = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** Whether an address belongs to this computer alone. */
export const isLoopback = (address: string): boolean => within(loopback, plain(address))
/** Whether it lies in the same house. */
export const isNear = (address: string): boolean => within(near, plain(address)) || isLoopback(address)

export interface SocketPlace {
  readonly host: string
  readonly port: number
}

/** Where only this computer listens. */
export const loopbackHost = '127.0.0.1'

/** `host:port` and `[host]:port` for each address of this computer in its networks. */
export function ownPlaces(port: number): string[] {
  const found = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return found
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .slice(0, mostAddresses)
    .map(({ address }) => placeText({ host: address, port }))
}

export const placeText = ({ host, port }: SocketPlace): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Null for what is no address with a port, or one that nobody's program listens at. */
export function parsePlace(text: string): SocketPlace | null {
  const [, v6, v4, digits] = /^(?:\[([0-9a-f:.]{2,45})\]|([0-9.]{7,15})):(\d{1,5})$/i.exec(text) ?? []
  const host = v6 ?? v4 ?? ''
  const port = Number(digits)
  // System services live below.
  return isIP(host) === 0 || port < 1024 || port > 65_535 ? null : { host, port }
}
