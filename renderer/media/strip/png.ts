/**
 * PNG, animated ones too, without texts, times and Exif (W3C PNG, third edition, §11). Chunks that say how the picture
 * looks are copied as they are; all others, unknown ones among them, go, and so does what follows the end.
 */
import { joined, Malformed, nameAt, slice, viewOf } from './bytes.ts'

const kept = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'acTL', 'fcTL', 'fdAT'],
  ...['cHRM', 'cICP', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'mDCV', 'cLLI', 'bKGD', 'pHYs'],
])
const signature = '\x89PNG\r\n\x1a\n'

/** Raises `Malformed`. */
export function stripPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (nameAt(bytes, 0, 8) !== signature) throw new Malformed('no PNG')
  const parts = [bytes.subarray(0, 8)]
  for (let at = 8; ; ) {
    // Length, type, data, CRC.
    const chunk = slice(bytes, at, 12 + viewOf(slice(bytes, at, 8)).getUint32(0))
    const type = nameAt(chunk, 4, 4)
    if (kept.has(type)) parts.push(chunk)
    if (type === 'IEND') return joined(parts)
    at += chunk.length
  }
}
