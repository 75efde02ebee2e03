/** What coturn is told (turnserver.conf). Pure. */
import { isIPv4 } from 'node:net'

export interface CoturnPlace {
  /** The address to listen on; null for all. */
  readonly listen: string | null
  /** As clients are told: a name or an address, IPv6 in brackets. */
  readonly publicHost: string
  readonly port: number
  /** Ports of UDP that calls get, from and to. */
  readonly relayPorts: readonly [number, number]
  /** The address outside, where a router translates. */
  readonly externalIp?: string | undefined
  /** Where it takes TLS, too, for networks that let nothing else through. Clients check the certificate as browsers do. */
  readonly tls?: { readonly port: number; readonly cert: string; readonly key: string } | undefined
}

export interface CoturnConfig extends CoturnPlace {
  /** For its own files. */
  readonly folder: string
  readonly secret: string
}

/** Nobody outside may reach through it what stands behind it (RFC 1918, 6598, 3927, 4193, 4291). */
const insideNetworks = [
  '10.0.0.0-10.255.255.255',
  '100.64.0.0-100.127.255.255',
  '169.254.0.0-169.254.255.255',
  '172.16.0.0-172.31.255.255',
  '192.168.0.0-192.168.255.255',
  'fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
]

const isLoopback = (host: string) => host.startsWith('127.') || host === 'localhost' || host === '[::1]'
const isInside = (host: string) =>
  isLoopback(host) || (isIPv4(host) && /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host))

export function coturnConfig({
  listen,
  publicHost,
  port,
  relayPorts,
  externalIp,
  tls,
  folder,
  secret,
}: CoturnConfig): string {
  const lines = [
    ...(listen === null ? [] : [`listening-ip=${listen}`, `relay-ip=${listen}`]),
    `listening-port=${port}`,
    ...(externalIp === undefined ? [] : [`external-ip=${externalIp}`]),
    `min-port=${relayPorts[0]}`,
    `max-port=${relayPorts[1]}`,
    // Time-limited credentials: the relay makes them from the same secret.
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    'realm=megachat',
    'fingerprint',
    'stale-nonce=600',
    // One user is one call.
    'user-quota=12',
    'no-multicast-peers',
    ...(isInside(publicHost) ? [] : insideNetworks.map((range) => `denied-peer-ip=${range}`)),
    ...(isLoopback(publicHost) ? ['allow-loopback-peers'] : []),
    ...(tls === undefined ? ['no-tls'] : [`tls-listening-port=${tls.port}`, `cert=${tls.cert}`, `pkey=${tls.key}`]),
    'no-dtls',
    'no-cli',
    'no-software-attribute',
    `userdb=${folder}/turndb`,
    `pidfile=${folder}/turnserver.pid`,
    // Nothing of who calls whom is written down.
    'no-stdout-log',
    'log-file=/dev/null',
  ]
  return `${lines.join('\n')}\n`
}
