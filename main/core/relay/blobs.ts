/** Client of the chunk store, at the own relay and at those of contacts. Has no knowledge of files, keys or progress. */
import { AppError, errorCodeOf } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { type CreatedBlob, headers, mediaTypes, routes } from '../../../shared/relay-api/index.ts'
import type { AccountClient } from './account-client.ts'
import type { Directory } from './directory.ts'
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
  /** The own relay, and those of before. */
  readonly own: () => readonly RelayPlace[]
  readonly directory: Pick<Directory, 'peer' | 'formerRelays'>
}

export function createBlobs({ account, relays, own, directory }: BlobsOptions): Blobs {
  /** Of blobs that are where somebody was before. */
  const found = new Map<string, RelayPlace>()

  function placesOf({ at, id }: BlobPlace): readonly RelayPlace[] {
    const known = found.get(id)
    if (known !== undefined) return [known]
    if (at === 'own') return own()
    const peer = directory.peer(at)
    if (peer === null) throw new AppError('contact-unknown')
    return [peer.relay, ...directory.formerRelays(at)]
  }

  /** A blob stays where it was made, wherever its account is by now. */
  async function atItsRelay<T>(blob: BlobPlace, ask: (http: RelayHttp, place: RelayPlace) => Promise<T>): Promise<T> {
    let notThere: unknown = null
    for (const [n, place] of placesOf(blob).entries()) {
      try {
        const answer = await ask(relays.at(place, 'blobs'), place)
        if (n > 0) found.set(blob.id, place)
        return answer
      } catch (error) {
        if (errorCodeOf(error) !== 'not-found') throw error
        notThere = error
      }
    }
    throw notThere
  }

  const optionsFor = (blob: BlobPlace, signal: AbortSignal | undefined): CallOptions => ({
    headers: { [headers.capability]: base64url(blob.capability) },
    signal,
  })

  return {
    create: async (of, signal) => newBlob(await account.call(routes.createBlob, { json: of, signal })),

    async leave(at, of, signal) {
      const peer = directory.peer(at)
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
      const options = {
        ...optionsFor(blob, signal),
        params: { id: blob.id, n: chunk },
        bytes: { type: mediaTypes.bytes, body },
        timeoutMs: chunkTimeoutMs,
      }
      await atItsRelay(blob, (http) => http.raw(routes.putChunk, options))
    },

    async get(blob, chunk, into, { waitSeconds = 0, signal } = {}) {
      const options = {
        ...optionsFor(blob, signal),
        params: { id: blob.id, n: chunk },
        query: { wait: waitSeconds },
        into,
        timeoutMs: chunkTimeoutMs + waitSeconds * 1000,
      }
      const { status, body } = await atItsRelay(blob, (http) => http.raw(routes.getChunk, options))
      return status === 204 ? null : body.length
    },

    async take(blob, chunks, signal) {
      const options = { ...optionsFor(blob, signal), params: { id: blob.id }, json: { chunks } }
      await atItsRelay(blob, (http) => http.call(routes.takeChunks, options))
    },

    async state(blob, { waitSeconds = 0, since, signal } = {}) {
      const options = {
        ...optionsFor(blob, signal),
        params: { id: blob.id },
        query: { since, wait: waitSeconds },
        timeoutMs: pollTimeoutMs + waitSeconds * 1000,
      }
      const state = await atItsRelay(blob, (http) => http.call(routes.blobState, options))
      const { held, taken, version, chunks, base } = state
      return {
        version,
        chunks,
        base,
        held: Buffer.from(held, 'base64url'),
        taken: Buffer.from(taken, 'base64url'),
      }
    },

    async delete(blob, signal) {
      const options = { ...optionsFor(blob, signal), params: { id: blob.id } }
      await atItsRelay(blob, (http) => http.call(routes.deleteBlob, options))
    },

    async share(blob, signal) {
      const options = { ...optionsFor(blob, signal), params: { id: blob.id } }
      return atItsRelay(blob, async (http, relay) => {
        const { share } = await http.call(routes.shareBlob, options)
        return { relay, token: share }
      })
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
