/**
 * MP4 and QuickTime without what tells where and when it was filmed (ISO/IEC 14496-12). Boxes with such words become
 * `free` boxes of zeros of the same length, so that nothing else moves: the places of the samples stay right, and only
 * the movie's head is read into memory. Times of creation become 0. Tracks of data beside picture and sound are not
 * touched, but told: cameras store places there, too.
 */
import { Malformed, nameAt, viewOf } from './bytes.ts'

/** The head of a movie of some hours is a few megabytes. */
const longestHead = 64 * 1024 * 1024

/** Boxes with words about the movie: `udta` and `meta` hold places, `uuid` what programs add. */
const telling = new Set(['udta', 'meta', 'uuid', 'Xtra'])
const containers = new Set(['moov', 'trak', 'mdia'])
/** Version and flags, then the times of creation and change. */
const timed = new Set(['mvhd', 'tkhd', 'mdhd'])
/** What a track may hold that says nothing of the place. */
const harmless = new Set(['vide', 'soun', 'text', 'sbtl', 'subt', 'clcp', 'tmcd'])

export interface StrippedMovie {
  readonly blob: Blob
  /** False where a track of data was left in it. */
  readonly clean: boolean
}

interface Box {
  readonly type: string
  /** Bytes from the box's first. */
  readonly head: number
  readonly size: number
}

/** Raises `Malformed`. */
export async function stripMovie(file: Blob): Promise<StrippedMovie> {
  const parts: BlobPart[] = []
  let clean = true
  let movie = false
  for (let at = 0; at < file.size; ) {
    const { type, head, size } = boxIn(new Uint8Array(await file.slice(at, at + 16).arrayBuffer()), 0, file.size - at)
    if (type === 'moov') {
      if (size > longestHead) throw new Malformed('the head is too long')
      const bytes = new Uint8Array(await file.slice(at, at + size).arrayBuffer())
      clean = stripBoxes(bytes, head, size) && clean
      parts.push(bytes)
      movie = true
    } else if (telling.has(type)) {
      if (size > longestHead) throw new Malformed('too many words')
      const bytes = new Uint8Array(await file.slice(at, at + size).arrayBuffer())
      empty(bytes, 0, { type, head, size })
      parts.push(bytes)
    } else parts.push(file.slice(at, at + size))
    at += size
  }
  if (!movie) throw new Malformed('no movie')
  return { blob: new Blob(parts, { type: file.type }), clean }
}

/** @param left bytes to the end of what it stands in. */
function boxIn(bytes: Uint8Array, at: number, left: number): Box {
  if (bytes.length < at + 8) throw new Malformed('cut short')
  const view = viewOf(bytes)
  const type = nameAt(bytes, at + 4, 4)
  const short = view.getUint32(at)
  if (short === 1 && bytes.length < at + 16) throw new Malformed('cut short')
  const size = short === 0 ? left : short === 1 ? Number(view.getBigUint64(at + 8)) : short
  const head = short === 1 ? 16 : 8
  if (size < head || size > left) throw new Malformed('a box is longer than what holds it')
  return { type, head, size }
}

/** Gives whether every track is of a harmless kind. */
function stripBoxes(bytes: Uint8Array, from: number, end: number): boolean {
  let clean = true
  for (let at = from; at + 8 <= end; ) {
    const box = boxIn(bytes, at, end - at)
    const inside = at + box.head
    if (telling.has(box.type)) empty(bytes, at, box)
    else if (containers.has(box.type)) clean = stripBoxes(bytes, inside, at + box.size) && clean
    else if (timed.has(box.type)) forgetTimes(bytes, inside, at + box.size)
    // Version, flags and a reserved word stand before the kind.
    else if (box.type === 'hdlr') clean = harmless.has(nameAt(bytes, inside + 8, 4)) && clean
    at += box.size
  }
  return clean
}

function empty(bytes: Uint8Array, at: number, { head, size }: Box): void {
  bytes.set(
    [...'free'].map((char) => char.charCodeAt(0)),
    at + 4,
  )
  bytes.fill(0, at + head, at + size)
}

function forgetTimes(bytes: Uint8Array, at: number, end: number): void {
  const wide = bytes[at] === 1
  const stop = at + 4 + (wide ? 16 : 8)
  if (stop > end) throw new Malformed('cut short')
  bytes.fill(0, at + 4, stop)
}
