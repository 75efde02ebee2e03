/**
 * Routes of blobs: chunks of one transfer, stored for the account that made the blob until its reader takes them.
 * The relay knows sizes and numbers, never a name, a type or a key.
 */
import { Type } from 'typebox'
import { route } from './route.ts'
import { AccountIdText, bytesOf, bytesUpTo, Time, Token, WaitSeconds } from './values.ts'

export const BlobId = bytesOf(32)

/** Names a blob for those who may read it and nothing else, without naming its account: only its relay can tell. */
export const ShareToken = bytesOf(60)

const ChunkNumber = Type.Integer({ minimum: 0, maximum: 2 ** 24 - 1 })

export const BlobRequest = Type.Object({
  /** Chunks in the whole blob. */
  chunks: Type.Integer({ minimum: 1, maximum: 2 ** 24 }),
  /** Bytes of the largest chunk as it is stored; at most `limits.chunkBytes`. */
  chunkBytes: Type.Integer({ minimum: 1 }),
})
export type BlobRequest = Type.Static<typeof BlobRequest>

export const CreatedBlob = Type.Object({ id: BlobId, writeCapability: Token, readCapability: Token, expiresAt: Time })
export type CreatedBlob = Type.Static<typeof CreatedBlob>

/**
 * All chunks below `base` have been taken. The bitmaps begin at chunk `base`, lowest bit of the first byte first; bits
 * beyond their end are 0. A chunk that was taken is no longer held.
 */
export const BlobState = Type.Object({
  /** Grows with every change. */
  version: Type.Integer(),
  chunks: Type.Integer(),
  base: Type.Integer(),
  held: bytesUpTo(2 ** 21),
  taken: bytesUpTo(2 ** 21),
  /** Moves on with every change. */
  expiresAt: Time,
})
export type BlobState = Type.Static<typeof BlobState>

const Blob = Type.Object({ id: BlobId })
const Chunk = Type.Object({ id: BlobId, n: ChunkNumber })
const Wait = Type.Optional(WaitSeconds)

/** Besides their own errors all answer `not-found` for a blob that is gone and for a wrong capability alike. */
export const blobRoutes = {
  /** Ticket of the account whose storage counts. Errors: `quota-exceeded`, `too-large`. */
  createBlob: route({
    method: 'POST',
    path: '/v1/blobs',
    body: BlobRequest,
    response: CreatedBlob,
    by: ['ticket'],
    errors: ['quota-exceeded', 'too-large'],
  }),
  /**
   * Anonymous: delivery token of the account whose storage counts, in its header. For what is left for somebody who is
   * away: at most `leftBlobShare` of what the account may have. `unauthorized` for a wrong token, another kind of token, none and an unknown
   * account alike. Errors: `quota-exceeded`, `too-large`, `rate-limited`.
   */
  leaveBlob: route({
    method: 'POST',
    path: '/v1/accounts/:account/blobs',
    params: Type.Object({ account: AccountIdText }),
    body: BlobRequest,
    response: CreatedBlob,
    by: ['deliveryToken'],
    errors: ['quota-exceeded', 'too-large', 'rate-limited'],
  }),
  /**
   * Write capability. Body: the chunk's bytes with Content-Length, `application/octet-stream`. Answered (204) when it
   * is durable; the first bytes win, the same number again changes nothing and needs not be sent to its end.
   * Errors: `too-large`, `disk-full`, `quota-exceeded`.
   */
  putChunk: route({
    method: 'PUT',
    path: '/v1/blobs/:id/chunks/:n',
    params: Chunk,
    by: ['capability'],
    takes: 'bytes',
    errors: ['not-found', 'too-large', 'disk-full', 'quota-exceeded'],
  }),
  /**
   * Read capability. 200 with the bytes; 204 when it has not arrived within `wait` seconds; `transfer-gone` when it was
   * taken.
   */
  getChunk: route({
    method: 'GET',
    path: '/v1/blobs/:id/chunks/:n',
    params: Chunk,
    query: Type.Object({ wait: Wait }),
    by: ['capability'],
    gives: 'bytes',
    errors: ['not-found', 'transfer-gone'],
  }),
  /** Read capability. The reader holds these chunks durably: their bytes are dropped at once. Idempotent. */
  takeChunks: route({
    method: 'POST',
    path: '/v1/blobs/:id/taken',
    params: Blob,
    body: Type.Object({ chunks: Type.Array(ChunkNumber, { minItems: 1, maxItems: 1024 }) }),
    by: ['capability'],
    errors: ['not-found'],
  }),
  /** Either capability. Waits up to `wait` seconds until `version` is greater than `since`, then answers in any case. */
  blobState: route({
    method: 'GET',
    path: '/v1/blobs/:id',
    params: Blob,
    query: Type.Object({ since: Type.Optional(Type.Integer({ minimum: 0 })), wait: Wait }),
    response: BlobState,
    by: ['capability'],
    errors: ['not-found'],
  }),
  /** Either capability. A share is good as long as its blob is; whoever has it reads chunks that have not been taken. */
  shareBlob: route({
    method: 'POST',
    path: '/v1/blobs/:id/shares',
    params: Blob,
    response: Type.Object({ share: ShareToken }),
    by: ['capability'],
    errors: ['not-found'],
  }),
  /** Anonymous. 200 with the bytes; `transfer-gone` when it is not there. `not-found` for a share that is not, or is no more. */
  getSharedChunk: route({
    method: 'GET',
    path: '/v1/shares/:share/chunks/:n',
    params: Type.Object({ share: ShareToken, n: ChunkNumber }),
    gives: 'bytes',
    errors: ['not-found', 'transfer-gone'],
  }),
  /** Either capability. */
  deleteBlob: route({
    method: 'DELETE',
    path: '/v1/blobs/:id',
    params: Blob,
    by: ['capability'],
    errors: ['not-found'],
  }),
} as const
