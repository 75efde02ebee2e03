/** Reading of numbers and names in a picture's bytes. Has no knowledge of formats. */

/** What is not built as its format says: it is then drawn anew, or not sent as a picture. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** `length` bytes as Latin-1. */
export function nameAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length))
}

/** Raises {@link Malformed} where fewer than `length` bytes are left. */
export function slice(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (length < 0 || offset + length > bytes.length) throw new Malformed('cut short')
  return bytes.subarray(offset, offset + length)
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
