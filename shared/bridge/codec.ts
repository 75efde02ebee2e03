/**
 * A value as a frame and back: JSON, and for each `Uint8Array` in it the bytes behind the JSON. Knows JSON's types and
 * `Uint8Array`; everything else is as in JSON (`undefined` in an object is left out).
 *
 * A frame with bytes is: length of the JSON (u32, big-endian), the JSON in UTF-8, then for each `Uint8Array` its length
 * (u32) and its bytes. In the JSON `{"$bytes": n}` stands for the n-th one, and `{"$bytes": entries}` for an object
 * that has a key of that name itself.
 */
import type { Frame } from './channel.ts'

const mark = '$bytes'

/** Raises an error for what JSON cannot hold: a cycle or a bigint. */
export function encode(value: object): Frame {
  if (!hasBytes(value)) return JSON.stringify(value)
  const parts: Uint8Array[] = []
  const json = JSON.stringify(pack(value, parts))
  return join([new TextEncoder().encode(json), ...parts])
}

/** Raises an error for anything that {@link encode} does not make. */
export function decode(frame: Frame): unknown {
  if (typeof frame === 'string') return JSON.parse(frame)
  const [json, ...parts] = split(frame)
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, mark)) return value
    const content = (value as Record<string, unknown>)[mark]
    if (Array.isArray(content)) return Object.fromEntries(content)
    const part = typeof content === 'number' ? parts[content] : undefined
    if (!part) throw new RangeError('the frame lacks bytes')
    return part
  })
}

function hasBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Uint8Array || Object.values(value).some(hasBytes)
}

function pack(value: unknown, parts: Uint8Array[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return { [mark]: parts.push(value) - 1 }
  if (Array.isArray(value)) return value.map((item) => pack(item, parts))
  const entries = Object.entries(value).map(([key, item]) => [key, pack(item, parts)] as const)
  return Object.hasOwn(value, mark) ? { [mark]: entries } : Object.fromEntries(entries)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + 4 + part.length, 0))
  const view = new DataView(whole.buffer)
  let offset = 0
  for (const part of parts) {
    view.setUint32(offset, part.length)
    whole.set(part, offset + 4)
    offset += 4 + part.length
  }
  return whole
}

/** Copies each part, so that the frame's memory can go and no part shares another's. */
function split(whole: Uint8Array): Uint8Array[] {
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength)
  const parts: Uint8Array[] = []
  for (let offset = 0; offset < whole.length; ) {
    const end = offset + 4 + view.getUint32(offset)
    if (end > whole.length) throw new RangeError('the frame is cut off')
    parts.push(new Uint8Array(whole.subarray(offset + 4, end)))
    offset = end
  }
  return parts
}
