/**
 * As much of STUN (RFC 8489) as tells a computer its address from outside: the Binding method, without authentication.
 * Pure; datagrams in and out.
 */

const magicCookie = 0x2112a442
const headBytes = 20
const transactionBytes = 12
const bindingRequest = 0x0001
const bindingSuccess = 0x0101
const xorMappedAddress = 0x0020
const family = { v4: 1, v6: 2 } as const

export interface MappedAddress {
  /** IPv4 in dots, or IPv6 in full. */
  readonly host: string
  readonly port: number
}

/** Whether a datagram is of STUN, and not of another protocol on the same port (RFC 8489 section 5). */
export const isStun = (bytes: Uint8Array): boolean =>
  bytes.length >= headBytes && (bytes[0] ?? 0xff) < 0x40 && view(bytes).getUint32(4) === magicCookie

/** @param transaction 12 random bytes. */
export function writeRequest(transaction: Uint8Array): Uint8Array<ArrayBuffer> {
  return head(bindingRequest, 0, transaction)
}

/** The transaction (12 bytes) of a request; null for what is none. */
export function readRequest(bytes: Uint8Array): Uint8Array | null {
  if (!isStun(bytes) || view(bytes).getUint16(0) !== bindingRequest) return null
  return bytes.slice(headBytes - transactionBytes, headBytes)
}

/** Answers a request with the address it came from. */
export function writeResponse(transaction: Uint8Array, { host, port }: MappedAddress): Uint8Array<ArrayBuffer> {
  const address = host.includes(':') ? v6Bytes(host) : v4Bytes(host)
  const message = head(bindingSuccess, 8 + address.length, transaction)
  const at = new DataView(message.buffer, headBytes)
  at.setUint16(0, xorMappedAddress)
  at.setUint16(2, 4 + address.length)
  at.setUint8(5, address.length === 4 ? family.v4 : family.v6)
  at.setUint16(6, port ^ (magicCookie >>> 16))
  message.set(xored(address, message), headBytes + 8)
  return message
}

/** What the response to this transaction says; null for anything else. */
export function readResponse(bytes: Uint8Array, transaction: Uint8Array): MappedAddress | null {
  if (!isStun(bytes) || view(bytes).getUint16(0) !== bindingSuccess) return null
  if (!bytes.subarray(headBytes - transactionBytes, headBytes).every((byte, at) => byte === transaction[at]))
    return null
  const end = Math.min(bytes.length, headBytes + view(bytes).getUint16(2))
  for (let at = headBytes; at + 4 <= end; ) {
    const attribute = new DataView(bytes.buffer, bytes.byteOffset + at, end - at)
    const length = attribute.getUint16(2)
    if (at + 4 + length > end) return null
    if (attribute.getUint16(0) === xorMappedAddress) return mapped(bytes, attribute, length)
    // Attributes are padded to 32 bits.
    at += 4 + Math.ceil(length / 4) * 4
  }
  return null
}

function mapped(message: Uint8Array, attribute: DataView, length: number): MappedAddress | null {
  const size = length - 4
  const expected = attribute.getUint8(5) === family.v4 ? 4 : attribute.getUint8(5) === family.v6 ? 16 : -1
  if (size !== expected) return null
  const bytes = xored(new Uint8Array(attribute.buffer, attribute.byteOffset + 8, size), message)
  const port = attribute.getUint16(6) ^ (magicCookie >>> 16)
  return { host: size === 4 ? bytes.join('.') : v6Text(bytes), port }
}

/** Against routers that rewrite addresses wherever they find them: cookie, and transaction for what is longer. */
const xored = (address: Uint8Array, message: Uint8Array): Uint8Array =>
  address.map((byte, at) => byte ^ (message[4 + at] ?? 0))

function head(type: number, length: number, transaction: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(headBytes + length)
  const at = view(message)
  at.setUint16(0, type)
  at.setUint16(2, length)
  at.setUint32(4, magicCookie)
  message.set(transaction, headBytes - transactionBytes)
  return message
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

const v4Bytes = (host: string): Uint8Array => Uint8Array.from(host.split('.'), Number)

/** Without a zone, and with `::` written out (RFC 4291 section 2.2). */
function v6Bytes(host: string): Uint8Array {
  const [before = '', after] = host.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)))
  const [left, right] = [groups(before), groups(after ?? '')]
  const all = [...left, ...new Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
  return Uint8Array.from(all.slice(0, 8).flatMap((group) => [group >>> 8, group & 0xff]))
}

function v6Text(bytes: Uint8Array): string {
  const at = view(bytes)
  return Array.from({ length: 8 }, (_, group) => at.getUint16(group * 2).toString(16)).join(':')
}
