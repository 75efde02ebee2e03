/**
 * What a client and a relay say to each other: every route with its schemas, the headers, the statements that are
 * signed, the errors, and the frames of the socket (`gen/frames_pb.js`, `gen/delivery_pb.js`). No I/O.
 *
 * A day in it: `info`; `register` once, with a proof of the identity key; `nonce` and `ticket` with the device's key;
 * `putPrekeys`; `socket`, where waiting envelopes come and are acknowledged. To write to somebody: `bundles`, then
 * `deliver`, both without an account, with the recipient's delivery token. To take in a file: `createBlob`, hand the
 * write capability to the sender, `getChunk` while the sender runs `putChunk`, `takeChunks`.
 */
import { accountRoutes } from './accounts.ts'
import { blobRoutes } from './blobs.ts'
import { keyRoutes } from './keys.ts'
import { mailboxRoutes } from './mailboxes.ts'

export const routes = { ...accountRoutes, ...keyRoutes, ...mailboxRoutes, ...blobRoutes } as const

/** Header names. Values are base64url without padding, but for `authorization`. */
export const headers = {
  /** `Bearer <ticket>` */
  authorization: 'authorization',
  deliveryToken: 'megachat-delivery-token',
  requestToken: 'megachat-request-token',
  /** Write or read capability of a blob. */
  capability: 'megachat-capability',
} as const

export const mediaTypes = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
  bytes: 'application/octet-stream',
} as const

export * from './accounts.ts'
export * from './blobs.ts'
export * from './error.ts'
export * from './keys.ts'
export * from './limits.ts'
export * from './mailboxes.ts'
export * from './route.ts'
export * from './statements.ts'
export * from './values.ts'
