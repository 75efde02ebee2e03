/** Client of the chunk store, at the own relay and at those of contacts. Has no knowledge of files, keys or progress. */
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { type CreatedBlob, headers, mediaTypes, routes } from '../../../shared/relay-api/index.ts'
import type { AccountClient } from './account-client.ts'
import type { Peer } from './directory.ts'
import type { CallOptions, RelayHttp } from './http.ts'
import type { RelayPlace, Relays } from './relays.ts'

/** Milliseconds that a chunk may take on a slow line, beyond any waiting that was asked for. */
const chunkTimeoutMs = 300_000
const pollTimeoutMs = 15_000

/** One blob, wherever it lies. */
export interface BlobPlace {
  /** The account whose relay holds it; `own` for the relay of this account. */
  readonly at: 'own' | AccountId
  /** As the relay named it. */
  readonly id: string
  /** Write or read capability, 32 bytes. */
  readonly capability: Uint8Array
}

export interface NewBlob {
  readonly id: string
  /** 32 bytes; for who puts chunks. */
  readonly writeCapability: Uint8Array
  /** 32 bytes; for who takes them. */
  readonly readCapability: Uint8Array
  /** Milliseconds since the epoch by the relay's clock; moves on with every change. */
  readonly expiresAt: number
}

/** A blob to be read. */
export interface BlobShare {
  readonly relay: RelayPlace
  /** As its relay has sealed it. */
  readonly token: string
}

export interface HeldChunks {
  /** Grows with every change. */
  readonly version: number
  readonly chunks: number
  /** All chunks below this have been taken. */
  readonly base: number
  /** Bitmaps from chunk `base` on, lowest bit of the first byte first; what is beyond their end is 0. */
  readonly held: Uint8Array
  readonly taken: Uint8Array
}

interface Waiting {
  /** Lets the relay wait this long (0 to 60 seconds) for the chunk or the change. */
  readonly waitSeconds?: number
  readonly signal?: AbortSignal | undefined
}

/** All raise `AppError`: those of the route (`not-found`, `transfer-gone`, `quota-exceeded`, …), of the way there, `cancelled`. */
export interface Blobs {
  /** At the own relay. `chunkBytes`: of the largest chunk as it is stored. */
  create(of: { chunks: number; chunkBytes: number }, signal?: AbortSignal): Promise<NewBlob>
  /** At the relay of somebody who has given us their delivery token, without saying who we are; for them to read. */
  leave(at: AccountId, of: { chunks: number; chunkBytes: number }, signal?: AbortSignal): Promise<NewBlob>
  /** Resolves when the relay holds the chunk durably; the first bytes of a number win. */
  put(blob: BlobPlace, chunk: number, bytes: Uint8Array, signal?: AbortSignal): Promise<void>
  /** Puts the chunk into `into` and gives its length in bytes; null when it has not arrived yet. */
  get(blob: BlobPlace, chunk: number, into: Uint8Array, waiting?: Waiting): Promise<number | null>
  /** Says that up to 1024 chunks are held durably here: the relay drops them. */
  take(blob: BlobPlace, chunks: readonly number[], signal?: AbortSignal): Promise<void>
  /** With `since` it waits until the version is greater, or for `waitSeconds`. */
  state(blob: BlobPlace, waiting?: Waiting & { readonly since?: number }): Promise<HeldChunks>
  delete(blob: BlobPlace, signal?: AbortSignal): Promise<void>
  /** What lets others read what the blob holds, and do nothing else. */
  share(blob: BlobPlace, signal?: AbortSignal): Promise<BlobShare>
  /** As {@link get}, of what somebody shares; without saying who we are. */
  getShared(share: BlobShare, chunk: number, into: Uint8Array, signal?: AbortSignal): Promise<number>
}

export interface BlobsOptions {
  readonly account: AccountClient
  readonly relays: Relays
  readonly own: RelayPlace
  /** Null for somebody we do not know. */
  readonly peerOf: (account: AccountId) => Pick<Peer, 'relay' | 'access'> | null
}

export function createBlobs({ account, relays, own, peerOf }: BlobsOptions): Blobs {
  const relayOf = ({ at }: BlobPlace): RelayPlace => {
    const place = at === 'own' ? own : peerOf(at)?.relay
    if (place === undefined) throw new AppError('contact-unknown')
    return place
  }
  const clientFor = (blob: BlobPlace): RelayHttp => relays.at(relayOf(blob), 'blobs')
  const optionsFor = (blob: BlobPlace, signal: AbortSignal | undefined): CallOptions => ({
    headers: { [headers.capability]: base64url(blob.capability) },
    signal,
  })

  return {
    create: async (of, signal) => newBlob(await account.call(routes.createBlob, { json: of, signal })),

    async leave(at, of, signal) {
      const peer = peerOf(at)
      // Who has not given us their token is not left anything.
      if (peer?.access.kind !== 'delivery') throw new AppError('unauthorized')
      const made = await relays.at(peer.relay, 'blobs').call(routes.leaveBlob, {
        params: { account: at },
        headers: { [headers.deliveryToken]: base64url(peer.access.token) },
        json: of,
        signal,
      })
      return newBlob(made)
    },

    async put(blob, chunk, body, signal) {
      await clientFor(blob).raw(routes.putChunk, {
        ...optionsFor(blob, signal),
        params: { id: blob.id, n: chunk },
        bytes: { type: mediaTypes.bytes, body },
        timeoutMs: chunkTimeoutMs,
      })
    },

    async get(blob, chunk, into, { waitSeconds = 0, signal } = {}) {
      const { status, body } = await clientFor(blob).raw(routes.getChunk, {
        ...optionsFor(blob, signal),
        params: { id: blob.id, n: chunk },
        query: { wait: waitSeconds },
        into,
        timeoutMs: chunkTimeoutMs + waitSeconds * 1000,
      })
      return status === 204 ? null : body.length
    },

    async take(blob, chunks, signal) {
      await clientFor(blob).call(routes.takeChunks, {
        ...optionsFor(blob, signal),
        params: { id: blob.id },
        json: { chunks },
      })
    },

    async state(blob, { waitSeconds = 0, since, signal } = {}) {
      const { held, taken, version, chunks, base } = await clientFor(blob).call(routes.blobState, {
        ...optionsFor(blob, signal),
        params: { id: blob.id },
        query: { since, wait: waitSeconds },
        timeoutMs: pollTimeoutMs + waitSeconds * 1000,
      })
      return {
        version,
        chunks,
        base,
        held: Buffer.from(held, 'base64url'),
        taken: Buffer.from(taken, 'base64url'),
      }
    },

    async delete(blob, signal) {
      await clientFor(blob).call(routes.deleteBlob, { ...optionsFor(blob, signal), params: { id: blob.id } })
    },

    async share(blob, signal) {
      const options = { ...optionsFor(blob, signal), params: { id: blob.id } }
      const { share } = await clientFor(blob).call(routes.shareBlob, options)
      return { relay: relayOf(blob), token: share }
    },

    async getShared({ relay, token }, chunk, into, signal) {
      const { body } = await relays.at(relay, 'blobs').raw(routes.getSharedChunk, {
        params: { share: token, n: chunk },
        into,
        signal,
        timeoutMs: chunkTimeoutMs,
      })
      return body.length
    },
  }
}

const newBlob = ({ id, writeCapability, readCapability, expiresAt }: CreatedBlob): NewBlob => ({
  id,
  writeCapability: Buffer.from(writeCapability, 'base64url'),
  readCapability: Buffer.from(readCapability, 'base64url'),
  expiresAt,
})

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
