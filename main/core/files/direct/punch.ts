/**
 * The datagrams by which two computers behind routers open a way to each other (UDP hole punching, RFC 5128 section 3.3):
 * each proves the secret of the transfer and says which stream it expects. Pure. SPEC.md F-47.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Side } from './handshake.ts'

const magic = Buffer.from('MCU1', 'latin1')
const idBytes = 16
const codeBytes = 16

/** `look`: is somebody there? `heard`: yours has come here. `use`: this way it is. */
export type Step = 'look' | 'heard' | 'use'
const steps: readonly Step[] = ['look', 'heard', 'use']

export interface Punch {
  /** 16 bytes. */
  readonly transferId: Uint8Array
  /** Of whoever says it. */
  readonly side: Side
  readonly step: Step
  /** The number of its stream, 32 bits. */
  readonly stream: number
}

/** Version | transfer id | side | step | stream (u32, big-endian) | code. */
const punchBytes = magic.length + idBytes + 1 + 1 + 4 + codeBytes
const codeAt = punchBytes - codeBytes

const codeOf = (secret: Uint8Array, head: Uint8Array): Buffer =>
  createHmac('sha256', secret).update('megachat direct 1 punch').update(head).digest().subarray(0, codeBytes)

/** @param secret of the transfer, 32 bytes. */
export function writePunch(secret: Uint8Array, { transferId, side, step, stream }: Punch): Buffer {
  const bytes = Buffer.alloc(punchBytes)
  magic.copy(bytes)
  bytes.set(transferId, magic.length)
  bytes.writeUInt8(side === 'sender' ? 0 : 1, magic.length + idBytes)
  bytes.writeUInt8(steps.indexOf(step), magic.length + idBytes + 1)
  bytes.writeUInt32BE(stream, magic.length + idBytes + 2)
  codeOf(secret, bytes.subarray(0, codeAt)).copy(bytes, codeAt)
  return bytes
}

/** What a datagram claims, before it is proven; null for what is no punch. */
export function readPunch(bytes: Buffer): Punch | null {
  if (bytes.length !== punchBytes || !bytes.subarray(0, magic.length).equals(magic)) return null
  const side = bytes.readUInt8(magic.length + idBytes)
  const step = steps[bytes.readUInt8(magic.length + idBytes + 1)]
  if (side > 1 || step === undefined) return null
  return {
    transferId: new Uint8Array(bytes.subarray(magic.length, magic.length + idBytes)),
    side: side === 0 ? 'sender' : 'receiver',
    step,
    stream: bytes.readUInt32BE(magic.length + idBytes + 2),
  }
}

/** Whether whoever has written it knows the secret. */
export const provesPunch = (secret: Uint8Array, bytes: Buffer): boolean =>
  bytes.length === punchBytes && timingSafeEqual(codeOf(secret, bytes.subarray(0, codeAt)), bytes.subarray(codeAt))
