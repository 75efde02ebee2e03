/**
 * A port of the house's router that leads to one of this computer, where the router gives one: by NAT-PMP (RFC 6886) or UPnP
 * (Internet Gateway Device 2). What a router says is no more believed than what a contact says of its addresses.
 */
import { networkInterfaces } from 'node:os'
import type { Gateway } from '@achingbrain/nat-port-mapper'
import { isNear, parsePlace, placeText, type SocketPlace } from './addresses.ts'

/** Milliseconds that a router has to answer: its address is known to one, the other has to look for it. */
const patienceMs = { pmp: 1_500, upnp: 4_000 }
/** The shortest that UPnP's client asks for. The two count in different units. */
const lease = { seconds: 3_600, milliseconds: 3_600_000 }
/** Its own renewal would go on for a port that is closed by then. */
const options = { autoRefresh: false, description: 'MegaChat' }

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

/** Maps TCP port `port`. Null where no router gives one. One way after the other: a router may count both as the same mapping. */
export async function mapPort(port: number, signal: AbortSignal): Promise<MappedPort | null> {
  const homes = ownHomes()
  if (homes.length === 0) return null
  return (await byPmp(port, homes, signal)) ?? (await byUpnp(port, homes, signal))
}

/** The first router that gives a port counts; what another one gives later goes back. */
async function byPmp(port: number, homes: readonly Home[], signal: AbortSignal): Promise<MappedPort | null> {
  const { pmpNat } = await import('@achingbrain/nat-port-mapper')
  const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMs.pmp)])
  let won = false
  const asked = homes.map(async ({ host, router }) => {
    const mapped = await mapAt(pmpNat(router, options), { port, host, ttl: lease.seconds }, until)
    if (!won) {
      won = true
      return mapped
    }
    await mapped.release()
    throw new Error('another router was faster')
  })
  return Promise.any(asked).catch(() => null)
}

async function byUpnp(port: number, homes: readonly Home[], signal: AbortSignal): Promise<MappedPort | null> {
  const { upnpNat } = await import('@achingbrain/nat-port-mapper')
  const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMs.upnp)])
  try {
    for await (const gateway of upnpNat(options).findGateways({ signal: until })) {
      const home = homes.find(({ host }) => sameNetwork(host, gateway.host)) ?? homes[0]
      if (gateway.family === 'IPv4' && home !== undefined)
        return await mapAt(gateway, { port, host: home.host, ttl: lease.milliseconds }, until)
    }
  } catch {
    // A router that says no, or says nothing that can be read.
  }
  return null
}

interface Wish {
  readonly port: number
  readonly host: string
  readonly ttl: number
}

async function mapAt(gateway: Gateway, { port, host, ttl }: Wish, signal: AbortSignal): Promise<MappedPort> {
  const end = () => gateway.stop({ signal: AbortSignal.timeout(patienceMs.upnp) }).catch(() => {})
  const release = async () => {
    await gateway.unmap(port, { signal: AbortSignal.timeout(patienceMs.upnp) }).catch(() => {})
    await end()
  }
  const given = await gateway.map(port, host, { protocol: 'TCP', ttl, signal }).catch(async (error: unknown) => {
    await end()
    throw error
  })
  const place = parsePlace(placeText({ host: given.externalHost, port: given.externalPort }))
  if (place !== null && !isNear(place.host)) return { place, release }
  // A router behind another router: its outside is not outside.
  await release()
  throw new Error('no address from outside')
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
