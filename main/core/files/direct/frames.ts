/**
 * Frames of a direct connection: a head that says what follows, with a code that only the other side can have made. Pure.
 * SPEC.md F-42.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * `chunk`: one sealed chunk, `index` its number. `have`: bits of the chunks that the receiver has recorded, from the number
 * `index` on. `ready`: all of them were said. `confirm`: numbers of chunks that are recorded now. `alive`: nothing.
 */
export type FrameType = 'chunk' | 'have' | 'ready' | 'confirm' | 'alive'

const types: readonly FrameType[] = ['chunk', 'have', 'ready', 'confirm', 'alive']

export interface FrameHead {
  readonly type: FrameType
  readonly index: number
  /** Bytes that follow. */
  readonly length: number
}

const codeBytes = 16
/** Type (1) | index (4, big-endian) | length (4, big-endian) | code (16). */
export const headBytes = 9 + codeBytes
/** Of everything but chunks. */
export const mostControlBytes = 64 * 1024

/** Counts the frames of one direction: none can be left out, repeated or moved. */
export class FrameCode {
  readonly #key: Uint8Array
  #count = 0n

  constructor(key: Uint8Array) {
    this.#key = key
  }

  /** The head on the wire. A chunk proves itself; what else follows is covered by the code. */
  write({ type, index, length }: FrameHead, payload: Uint8Array): Buffer {
    const head = Buffer.alloc(headBytes)
    head.writeUInt8(types.indexOf(type), 0)
    head.writeUInt32BE(index, 1)
    head.writeUInt32BE(length, 5)
    this.#codeFor(head, type === 'chunk' ? null : payload).copy(head, 9)
    return head
  }

  /** Null where it is no head, or not from the other side. `payload`: what follows, where it is no chunk. */
  read(head: Buffer, payload: Uint8Array | null): FrameHead | null {
    const parsed = parseHead(head)
    if (parsed === null) return null
    return timingSafeEqual(this.#codeFor(head, payload), head.subarray(9)) ? parsed : null
  }

  #codeFor(head: Buffer, payload: Uint8Array | null): Buffer {
    const count = Buffer.alloc(8)
    count.writeBigUInt64BE(this.#count)
    this.#count += 1n
    const hmac = createHmac('sha256', this.#key).update(count).update(head.subarray(0, 9))
    if (payload !== null) hmac.update(payload)
    return hmac.digest().subarray(0, codeBytes)
  }
}

/** What a head says, before it is known who says it. */
export function parseHead(head: Buffer): FrameHead | null {
  const type = types[head.readUInt8(0)]
  return type === undefined ? null : { type, index: head.readUInt32BE(1), length: head.readUInt32BE(5) }
}
