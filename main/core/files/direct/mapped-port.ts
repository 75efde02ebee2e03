/**
 * A port of the house's router that leads to one of this computer, where the router gives one: by NAT-PMP (RFC 6886) or UPnP
 * (Internet Gateway Device 2). What a router says is no more believed than what a contact says of its addresses.
 */
import { networkInterfaces } from 'node:os'
import type { Gateway } from '@achingbrain/nat-port-mapper'
import { isNear, parsePlace, placeText, type SocketPlace } from './addresses.ts'

/** Milliseconds that a router has to answer. */
const patienceMs = 4_000
/** The shortest that UPnP's client asks for. The two count in different units. */
const lease = { seconds: 3_600, milliseconds: 3_600_000 }
const description = 'MegaChat'

export interface MappedPort {
  /** Where the router is reached from outside. */
  readonly place: SocketPlace
  /** Gives it back; a router that does not take it closes it at the end of its hour. */
  release(): Promise<void>
}

interface Home {
  /** This computer's address, and the router's as it is in most houses: the first of the network. */
  readonly host: string
  readonly router: string
}

/** Maps TCP port `port`; the first router that gives a port counts. Null where none does. */
export async function mapPort(port: number, signal: AbortSignal): Promise<MappedPort | null> {
  const homes = ownHomes()
  if (homes.length === 0) return null
  const { pmpNat, upnpNat } = await import('@achingbrain/nat-port-mapper')
  const won = new AbortController()
  const until = AbortSignal.any([signal, won.signal, AbortSignal.timeout(patienceMs)])
  const options = { autoRefresh: false, description }

  const mapAt = async (gateway: Gateway, host: string, ttl: number): Promise<MappedPort> => {
    const release = async () => {
      const soon = { signal: AbortSignal.timeout(patienceMs) }
      await gateway.unmap(port, soon).catch(() => {})
      await gateway.stop(soon).catch(() => {})
    }
    try {
      const { externalHost, externalPort } = await gateway.map(port, host, { protocol: 'TCP', ttl, signal: until })
      const place = parsePlace(placeText({ host: externalHost, port: externalPort }))
      // A router behind another router: its outside is not outside.
      if (place === null || isNear(place.host)) throw new Error('no address from outside')
      if (won.signal.aborted) throw new Error('another router was faster')
      won.abort()
      return { place, release }
    } catch (error) {
      await release()
      throw error
    }
  }
  const byUpnp = async (): Promise<MappedPort> => {
    for await (const gateway of upnpNat(options).findGateways({ signal: until })) {
      const home = homes.find(({ host }) => sameNetwork(host, gateway.host)) ?? homes[0]
      if (gateway.family === 'IPv4' && home !== undefined) return mapAt(gateway, home.host, lease.milliseconds)
    }
    throw new Error('no router')
  }
  const byPmp = homes.map(({ host, router }) => mapAt(pmpNat(router, options), host, lease.seconds))
  return Promise.any([...byPmp, byUpnp()]).catch(() => null)
}

function ownHomes(): Home[] {
  const found = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return found
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isNear(address))
    .map(({ address, netmask }) => ({ host: address, router: firstOf(address, netmask) }))
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

function firstOf(address: string, netmask: string): string {
  const first = ((numberOf(address) & numberOf(netmask)) >>> 0) + 1
  return [24, 16, 8, 0].map((shift) => (first >>> shift) & 255).join('.')
}

/** As far as 24 bits, which is what houses have, can tell. */
const sameNetwork = (one: string, other: string): boolean => numberOf(one) >>> 8 === numberOf(other) >>> 8
