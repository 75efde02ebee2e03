/** Addresses of relays and of people, as users type and read them. Has no knowledge of whether anyone answers there. */
import { AppError } from '../errors.ts'

/** Longest host name that DNS allows (RFC 1035). */
const maxHostLength = 253
const hostLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
const ipv6Form = /^\[[0-9a-f:.]+\]$/

const invalid = (text: string) =>
  new AppError('relay-address-invalid', 'not an address of a relay', { address: text.slice(0, 64) })

/** Whether `host` (as in `URL.hostname`) is this computer: the only place that may be reached without TLS. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/**
 * Gives the origin (`https://host[:port]`) that `text` names: `relay.example.org`, `host:port` or a URL. Without a
 * scheme, loopback means http and everything else https.
 * @throws AppError `relay-address-invalid`, also for http beyond loopback.
 */
export function parseRelayAddress(text: string): string {
  const trimmed = text.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') throw invalid(text)
  let url: URL
  try {
    url = new URL(scheme === undefined ? `https://${trimmed}` : trimmed)
    if (scheme === undefined && isLoopbackHost(url.hostname)) url = new URL(`http://${trimmed}`)
  } catch {
    throw invalid(text)
  }
  const { hostname } = url
  const named = hostname.length <= maxHostLength && hostname.split('.').every((label) => hostLabel.test(label))
  if (!named && !ipv6Form.test(hostname)) throw invalid(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw invalid(text)
  if (url.pathname !== '/') throw invalid(text)
  if (url.protocol === 'http:' && !isLoopbackHost(hostname)) throw invalid(text)
  return url.origin
}

/** The part of an address after the `@`: host, and the port where it is not the usual one of its scheme. */
export function relayHost(url: string): string {
  return new URL(url).host
}

/** `username@relay-host[:port]`. */
export function formatAddress(username: string, relayUrl: string): string {
  return `${username}@${relayHost(relayUrl)}`
}
