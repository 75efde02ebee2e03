/** Connects to one relay and lets nobody else answer: by certificate authority, or by the pin of an invite link. */
import { createHash } from 'node:crypto'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { AppError } from '../../../shared/errors.ts'
import { isLoopbackHost } from '../../../shared/invite/relay-address.ts'
import { endWithItsAddress } from './own-addresses.ts'
import { type ProxyFor, tunnel } from './proxy.ts'

/** Milliseconds until an address that does not answer counts as unreachable. */
const connectTimeoutMs = 10_000
const keepAliveDelayMs = 30_000

export interface Endpoint {
  readonly hostname: string
  readonly port: number
  readonly tls: boolean
}

export type Connected = (error: Error | null, socket: Socket | null) => void

export function endpointOf(relayUrl: string): Endpoint {
  const { hostname, port, protocol } = new URL(relayUrl)
  const tls = protocol === 'https:'
  return { hostname: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (tls ? 443 : 80) : Number(port), tls }
}

/**
 * Opens a connection and gives it to `done` once the other side has proved to hold the pinned key, not before: no byte
 * of a request reaches anybody else. With a pin, names and dates of the certificate do not count, so that it may be
 * renewed. Fails with `relay-certificate-changed`, `relay-certificate-untrusted` or the socket's own error.
 * @param pin SHA-256 of the SubjectPublicKeyInfo, 32 bytes; null where a certificate authority vouches.
 */
export function connectRelay(relayUrl: string, pin: Uint8Array | null, proxyFor: ProxyFor, done: Connected): void {
  const endpoint = endpointOf(relayUrl)
  // Nothing lies between this computer and itself.
  const found = isLoopbackHost(new URL(relayUrl).hostname) ? Promise.resolve(null) : proxyFor(relayUrl)
  found
    .then((proxy) => (proxy === null ? null : tunnel(proxy, endpoint)))
    .then(
      (carrier) => secure(endpoint, carrier, pin, done),
      (error: Error) => done(error, null),
    )
}

/** `carrier`: a socket that has reached the relay already. */
function secure(
  { hostname: host, port, tls }: Endpoint,
  carrier: Socket | null,
  pin: Uint8Array | null,
  done: Connected,
) {
  const way = carrier === null ? { host, port } : { socket: carrier }
  const socket = tls
    ? connectTls({
        ...way,
        servername: isIP(host) ? '' : host,
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: pin === null,
      })
    : (carrier ?? connectTcp({ host, port }))
  const timer = setTimeout(() => socket.destroy(new AppError('relay-unreachable', 'timeout')), connectTimeoutMs)
  const failed = (error: Error) => {
    clearTimeout(timer)
    done(isUntrusted(error) ? new AppError('relay-certificate-untrusted', error.message) : error, null)
  }
  const connected = () => {
    clearTimeout(timer)
    socket.off('error', failed)
    if (tls && pin !== null && !holdsPinnedKey(socket as TLSSocket, pin)) {
      socket.destroy()
      done(new AppError('relay-certificate-changed', 'the relay has another key'), null)
    } else {
      endWithItsAddress(socket)
      done(null, socket)
    }
  }
  socket.setNoDelay(true).setKeepAlive(true, keepAliveDelayMs)
  socket.once('error', failed)
  if (!tls && carrier !== null) connected()
  else socket.once(tls ? 'secureConnect' : 'connect', connected)
}

function holdsPinnedKey(socket: TLSSocket, pin: Uint8Array): boolean {
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' })
  return key !== undefined && createHash('sha256').update(key).digest().equals(pin)
}

/** What OpenSSL and Node call a certificate that nobody vouches for. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

function isUntrusted(error: Error): boolean {
  return untrusted.has((error as NodeJS.ErrnoException).code ?? '')
}
