/** Bytes and their forms in JSON, tokens and their hashes. */
import { createHash } from 'node:crypto'

export const toBase64url = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')

/** Copied out of Node's shared pool: what crosses to another thread takes its whole buffer along. */
export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'base64url'))

export const sha256 = (bytes: Uint8Array | string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash('sha256').update(bytes).digest())
