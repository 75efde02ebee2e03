/** Sizes that both sides agree on. A relay may be configured differently; `GET /v1/info` tells its own. */
import { Type } from 'typebox'

const kib = 1024
const mib = 1024 * kib
const day = 24 * 60 * 60 * 1000

/** Version of this protocol; part of every statement a device signs. */
export const protocolVersion = 1

export const Limits = Type.Object({
  /** Bytes of one ciphertext for one device. */
  envelopeBytes: Type.Integer(),
  /** Envelopes waiting for one device. */
  mailboxEnvelopes: Type.Integer(),
  /** Bytes of ciphertext waiting for one device. */
  mailboxBytes: Type.Integer(),
  /** Milliseconds after which an envelope that nobody fetched is dropped. */
  mailboxMs: Type.Integer(),
  /** Devices of one account. */
  devices: Type.Integer(),
  /** Bytes of one chunk of a blob as it is stored. */
  chunkBytes: Type.Integer(),
  /** Chunks of one blob. */
  blobChunks: Type.Integer(),
  /** Bytes of chunks that are held for one account at any one time; chunks that were taken do not count. */
  accountBlobBytes: Type.Integer(),
  /** Blobs of one account that exist at any one time. */
  accountBlobs: Type.Integer(),
  /** Milliseconds after its last change when a blob is dropped. */
  blobMs: Type.Integer(),
})
export type Limits = Type.Static<typeof Limits>

export const defaultLimits: Limits = {
  envelopeBytes: 96 * kib,
  mailboxEnvelopes: 10_000,
  mailboxBytes: 64 * mib,
  mailboxMs: 30 * day,
  devices: 10,
  // 4 MiB of plaintext and room for what the transfer adds.
  chunkBytes: 4 * mib + 4 * kib,
  // 64 TiB of 4 MiB chunks.
  blobChunks: 2 ** 24,
  accountBlobBytes: 4 * 1024 * mib,
  accountBlobs: 1000,
  blobMs: 30 * day,
}

/**
 * The part of an account's blobs, and of their bytes, that others may leave; the rest is for what the account asks for
 * itself.
 */
export const leftBlobShare = 0.5

/** Envelopes that a device has been given over its socket and has not acknowledged: no more than this. */
export const maxUnacknowledged = 128

/** One-time prekeys of one kind in one page. */
export const maxPrekeys = 100

/** Milliseconds that a ticket and a sender certificate are good for. */
export const ticketMs = day
export const senderCertificateMs = day

/** Milliseconds between two pings of the relay; who does not answer one before the next is gone. */
export const heartbeatMs = 30_000

/** Bytes of one frame from a device; acknowledgements are small. */
export const maxDeviceFrameBytes = 64 * kib

/** Why the relay closes a socket. */
export const closeCodes = {
  /** It cannot serve now: come again. */
  goingAway: 1001,
  tooLarge: 1009,
  /** It stops or is started anew: come again, perhaps to another. */
  restarting: 1012,
  /** A frame that is no Frame, or not one that a device sends. */
  invalidFrame: 4400,
  /** The ticket has run out or the account is gone: get a new ticket. */
  unauthorized: 4401,
  /** The same device has connected again: do not reconnect from here. */
  replaced: 4409,
  /** No answer to a ping. */
  timeout: 4408,
} as const
