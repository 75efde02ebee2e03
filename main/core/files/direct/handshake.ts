/**
 * Proves to each other, over a connection that anybody may have opened, that both sides know the secret of one transfer;
 * gives each direction a key of its own. Pure. SPEC.md F-41.
 */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

const magic = Buffer.from('MCD1', 'latin1')
const nonceBytes = 32
const proofBytes = 32
const idBytes = 16

/** Version | transfer id | side | nonce | proof. */
export const helloBytes = magic.length + idBytes + 1 + nonceBytes + proofBytes
/** Nonce | proof. */
export const answerBytes = nonceBytes + proofBytes

/** Which end of the transfer somebody is. */
export type Side = 'sender' | 'receiver'

export interface Meant {
  /** 16 bytes. */
  readonly transferId: Uint8Array
  /** Of whoever has opened the connection. */
  readonly side: Side
}

/** 32 bytes each. */
export interface SessionKeys {
  readonly outgoing: Uint8Array
  readonly incoming: Uint8Array
}

const sideByte = (side: Side): number => (side === 'sender' ? 0 : 1)

function proof(secret: Uint8Array, who: 'client' | 'server', ...parts: readonly Uint8Array[]): Buffer {
  const hmac = createHmac('sha256', secret).update(`megachat direct 1 ${who}`)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

function keysOf(secret: Uint8Array, clientNonce: Uint8Array, serverNonce: Uint8Array) {
  const salt = Buffer.concat([clientNonce, serverNonce])
  const keys = Buffer.from(hkdfSync('sha256', secret, salt, 'megachat direct 1 frames', 64))
  return { fromClient: keys.subarray(0, 32), fromServer: keys.subarray(32) }
}

/** What whoever opens a connection says first, and the way to read the answer. */
export function greet(secret: Uint8Array, { transferId, side }: Meant) {
  const nonce = randomBytes(nonceBytes)
  const head = Buffer.concat([magic, transferId, Buffer.of(sideByte(side)), nonce])
  return {
    hello: Buffer.concat([head, proof(secret, 'client', head)]),
    /** Null where whoever answers does not know the secret. */
    finish(answer: Uint8Array): SessionKeys | null {
      const serverNonce = answer.subarray(0, nonceBytes)
      if (!equal(answer.subarray(nonceBytes), proof(secret, 'server', head, serverNonce))) return null
      const { fromClient, fromServer } = keysOf(secret, nonce, serverNonce)
      return { outgoing: fromClient, incoming: fromServer }
    },
  }
}

/** What a greeting claims, before anything is proven; null where it is none. */
export function readHello(hello: Uint8Array): Meant | null {
  if (hello.length !== helloBytes || !equal(hello.subarray(0, magic.length), magic)) return null
  const side = hello[magic.length + idBytes]
  if (side !== 0 && side !== 1) return null
  return {
    transferId: new Uint8Array(hello.subarray(magic.length, magic.length + idBytes)),
    side: side === 0 ? 'sender' : 'receiver',
  }
}

/** Null where whoever greets does not know the secret. */
export function answer(secret: Uint8Array, hello: Uint8Array): { answer: Uint8Array; keys: SessionKeys } | null {
  const head = hello.subarray(0, helloBytes - proofBytes)
  if (!equal(hello.subarray(helloBytes - proofBytes), proof(secret, 'client', head))) return null
  const nonce = randomBytes(nonceBytes)
  const { fromClient, fromServer } = keysOf(secret, head.subarray(head.length - nonceBytes), nonce)
  return {
    answer: Buffer.concat([nonce, proof(secret, 'server', head, nonce)]),
    keys: { outgoing: fromServer, incoming: fromClient },
  }
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)
