/**
 * JPEG without what the camera adds (ITU-T T.81 annex B; Exif 2.3). The picture itself is copied byte by byte. Of the
 * application segments only those stay that a decoder needs to show the same colours, and the orientation, which is
 * written anew and alone. What follows the picture, as in motion photos, goes too.
 */
import { joined, Malformed, nameAt, slice, viewOf } from './bytes.ts'

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, comment: 0xfe, app0: 0xe0, app1: 0xe1, app15: 0xef }

/** Raises `Malformed`. */
export function stripJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes[0] !== 0xff || bytes[1] !== marker.start) throw new Malformed('no JPEG')
  const head: Uint8Array[] = [bytes.subarray(0, 2)]
  const rest: Uint8Array[] = []
  let orientation = 1
  for (let at = 2; ; ) {
    if (bytes[at] !== 0xff) throw new Malformed('no marker')
    // Any number of 0xff may stand before a marker.
    while (bytes[at + 1] === 0xff) at++
    const code = bytes[at + 1] ?? 0
    if (code === marker.end) {
      rest.push(bytes.subarray(at, at + 2))
      break
    }
    const length = 2 + viewOf(slice(bytes, at + 2, 2)).getUint16(0)
    const segment = slice(bytes, at, length)
    if (code === marker.app1) orientation = orientationOf(segment) ?? orientation
    if (keeps(code, segment)) rest.push(segment)
    at += length
    if (code === marker.scan) {
      const end = endOfScan(bytes, at)
      rest.push(bytes.subarray(at, end))
      at = end
    }
  }
  if (orientation !== 1) head.push(exifWith(orientation))
  return joined([...head, ...rest])
}

/** JFIF, colour profile, and how Adobe's programs have stored the colours. */
function keeps(code: number, segment: Uint8Array): boolean {
  if (code === marker.comment) return false
  if (code < marker.app0 || code > marker.app15) return true
  const label = (text: string) => nameAt(segment, 4, text.length) === text
  return (
    (code === 0xe0 && label('JFIF\0')) ||
    (code === 0xe2 && label('ICC_PROFILE\0')) ||
    (code === 0xee && label('Adobe') && segment.length === 16)
  )
}

/** The next marker that is not part of the scan. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  throw new Malformed('no end')
}

const orientationTag = 0x0112

/** Null where the segment says nothing of it. */
function orientationOf(segment: Uint8Array): number | null {
  if (nameAt(segment, 4, 6) !== 'Exif\0\0' || segment.length < 18) return null
  const tiff = segment.subarray(10)
  const view = viewOf(tiff)
  const little = nameAt(tiff, 0, 2) === 'II'
  const directory = view.getUint32(4, little)
  if (directory + 2 > tiff.length) return null
  const entries = view.getUint16(directory, little)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (at + 12 > tiff.length) return null
    if (view.getUint16(at, little) !== orientationTag) continue
    const value = view.getUint16(at + 8, little)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** An application segment that says how the picture is to be turned, and nothing else. */
function exifWith(orientation: number): Uint8Array {
  const segment = new Uint8Array(36)
  segment.set(
    [0xff, marker.app1, 0, 34, ...'Exif\0\0MM\0*'].map((value) =>
      typeof value === 'string' ? value.charCodeAt(0) : value,
    ),
  )
  const view = viewOf(segment)
  view.setUint32(14, 8)
  view.setUint16(18, 1)
  view.setUint16(20, orientationTag)
  view.setUint16(22, 3)
  view.setUint32(24, 1)
  view.setUint16(28, orientation)
  return segment
}
