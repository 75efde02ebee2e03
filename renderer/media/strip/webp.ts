/**
 * WebP, animated ones too, without Exif and XMP (RFC 9649). The flags that announce them are cleared; unknown chunks go,
 * and so does what follows the container.
 */
import { joined, Malformed, nameAt, slice, viewOf } from './bytes.ts'

const kept = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** In the first byte of `VP8X`. */
const exifFlag = 0x08
const xmpFlag = 0x04

/** Raises `Malformed`. */
export function stripWebp(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (nameAt(bytes, 0, 4) !== 'RIFF' || nameAt(bytes, 8, 4) !== 'WEBP') throw new Malformed('no WebP')
  const end = 8 + viewOf(slice(bytes, 4, 4)).getUint32(0, true)
  const parts: Uint8Array[] = []
  for (let at = 12; at < end; ) {
    const size = viewOf(slice(bytes, at, 8)).getUint32(4, true)
    // Chunks begin at even places.
    const chunk = slice(bytes, at, 8 + size + (size % 2)).slice()
    const type = nameAt(chunk, 0, 4)
    if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~(exifFlag | xmpFlag)
    if (kept.has(type)) parts.push(chunk)
    at += chunk.length
  }
  const head = bytes.slice(0, 12)
  viewOf(head).setUint32(4, 4 + parts.reduce((sum, { length }) => sum + length, 0), true)
  return joined([head, ...parts])
}
