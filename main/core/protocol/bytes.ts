/** Small helpers over bytes. */

/** Whether both hold the same bytes. Not in constant time: for public keys and ids. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** libsignal asks for arrays over an ArrayBuffer; memory shared between threads is copied. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}
