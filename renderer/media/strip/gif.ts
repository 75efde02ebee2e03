/**
 * GIF, animated ones too, without comments and what programs have added (GIF89a specification). Of the application
 * extensions only the one that says how often it plays stays.
 */
import { joined, Malformed, nameAt, slice } from './bytes.ts'

const block = { image: 0x2c, extension: 0x21, end: 0x3b }
const extension = { control: 0xf9, application: 0xff }
const loops = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0'])

/** Raises `Malformed`. */
export function stripGif(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!/^GIF8[79]a$/.test(nameAt(bytes, 0, 6))) throw new Malformed('no GIF')
  let at = 13 + colourTable(slice(bytes, 0, 13)[10] ?? 0)
  const parts = [slice(bytes, 0, at)]
  for (;;) {
    const kind = slice(bytes, at, 1)[0]
    if (kind === block.end) {
      parts.push(bytes.subarray(at, at + 1))
      return joined(parts)
    }
    const end = kind === block.image ? endOfImage(bytes, at) : endOfExtension(bytes, at)
    if (kind === block.image || keeps(bytes, at)) parts.push(bytes.subarray(at, end))
    at = end
  }
}

/** Bytes of the colour table that `flags` announce. */
const colourTable = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

function keeps(bytes: Uint8Array, at: number): boolean {
  const label = bytes[at + 1]
  return label === extension.control || (label === extension.application && loops.has(nameAt(bytes, at + 3, 11)))
}

function endOfImage(bytes: Uint8Array, at: number): number {
  const flags = slice(bytes, at, 10)[9] ?? 0
  // One byte says how long the codes are at first.
  return endOfBlocks(bytes, at + 10 + colourTable(flags) + 1)
}

function endOfExtension(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== block.extension) throw new Malformed('no block')
  return endOfBlocks(bytes, at + 2)
}

/** Sub-blocks, each with its length before it, the last one empty. */
function endOfBlocks(bytes: Uint8Array, from: number): number {
  for (let at = from; ; ) {
    const length = slice(bytes, at, 1)[0] ?? 0
    at += 1 + length
    if (length === 0) return at
  }
}
