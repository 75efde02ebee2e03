/** The fingerprint of a certificate in a session description (RFC 8122 §5). Has no knowledge of connections. */

/** Upper-case hexadecimal digits of the SHA-256, with colons. @throws Error where there is none, or more than one. */
export function fingerprintIn(sdp: string): string {
  const found = new Set(Array.from(sdp.matchAll(line), ([, digits = '']) => digits.toUpperCase()))
  const [fingerprint] = found
  if (fingerprint === undefined || found.size > 1) throw new Error('a description without one certificate')
  return fingerprint
}

const line = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\r?$/gim

/** Its 32 bytes. */
export const bytesOf = (fingerprint: string): Uint8Array =>
  Uint8Array.from(fingerprint.split(':'), (pair) => Number.parseInt(pair, 16))
