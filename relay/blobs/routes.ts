/** Blobs: made by the reader, filled by the writer, emptied as the reader takes its chunks. */
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { collectShortLived } from '../../shared/node/short-lived-memory.ts'
import { type BlobRequest, leftBlobShare, mediaTypes, routes } from '../../shared/relay-api/index.ts'
import type { RelayContext } from '../context.ts'
import { sha256, toBase64url } from '../encoding.ts'
import { serve } from '../http/serve.ts'
import { accessOf } from '../http/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { StoredChunk } from '../storage/blob-store.ts'
import type { BlobView } from '../storage/store.ts'
import { openBlob } from './access.ts'
import { bitmap } from './bitmap.ts'
import { formatBlobId, newBlobKey } from './blob-id.ts'
import { BlobShares } from './shares.ts'
import { uploader } from './upload.ts'
import { waitFor } from './waiting.ts'

export function blobRoutes(app: FastifyInstance, context: RelayContext): void {
  const { authenticator, blobStore, bus, metrics, rates, secrets, settings, stopping, store } = context
  const { limits } = settings
  const shares = new BlobShares(secrets.ticketKey)
  const upload = uploader(context)

  /** A blob that is not stored yet, and what its maker is told once it is. */
  function newBlob(account: string, { chunks, chunkBytes }: BlobRequest) {
    if (chunkBytes > limits.chunkBytes) throw new Refusal('too-large', 'chunks too large', { limit: limits.chunkBytes })
    if (chunks > limits.blobChunks) throw new Refusal('too-large', 'too many chunks', { limit: limits.blobChunks })
    const key = newBlobKey(account)
    const [write, read] = [randomBytes(32), randomBytes(32)]
    const expiresAt = Date.now() + limits.blobMs
    return {
      blob: { ...key, chunks, chunkBytes, writeHash: sha256(write), readHash: sha256(read), expiresAt },
      created: {
        id: formatBlobId(key),
        writeCapability: toBase64url(write),
        readCapability: toBase64url(read),
        expiresAt,
      },
    }
  }

  serve(app, routes.createBlob, async ({ body, request }) => {
    const { account } = await authenticator.authenticate(request)
    const { blob, created } = newBlob(account, body)
    const outcome = await store.createBlob(blob, limits.accountBlobs)
    if (outcome === 'too-many') throw new Refusal('quota-exceeded', 'too many blobs')
    if (outcome === 'no-account') throw new Refusal('unauthorized')
    return created
  })

  serve(app, routes.leaveBlob, async ({ params: { account }, body, request }) => {
    const access = accessOf(request)
    if (access.kind !== 'delivery') throw new Refusal('unauthorized')
    // By the token: a wrong one must not use up what those have who know the right one.
    rates.take('leftBlobs', toBase64url(access.hash))
    const { blob, created } = newBlob(account, body)
    const quota = (await store.blobUse(account)).limit ?? limits.accountBlobBytes
    const forOthers = {
      blobs: Math.floor(limits.accountBlobs * leftBlobShare),
      bytes: Math.floor(quota * leftBlobShare),
    }
    const outcome = await store.leaveBlob(blob, access, forOthers, Date.now())
    if (outcome === 'too-many') throw new Refusal('quota-exceeded', 'too much or too many to be left')
    if (outcome !== 'created') throw new Refusal(outcome)
    return created
  })

  serve(
    app,
    routes.putChunk,
    async ({ params: { id, n }, request }) => {
      const blob = await openBlob(store, request, id, ['write'])
      const bytes = Number(request.headers['content-length'])
      if (!(request.body instanceof Readable) || !(bytes > 0)) {
        throw new Refusal('invalid-input', `a chunk is ${mediaTypes.bytes} with Content-Length`)
      }
      await upload(blob, { n, bytes, source: request.body })
    },
    limits.chunkBytes,
  )

  serve(app, routes.getChunk, async ({ params: { id, n }, query: { wait = 0 }, request, reply }) => {
    const { key, record } = await openBlob(store, request, id, ['read'])
    if (n >= record.chunks) throw new Refusal('invalid-input', 'the blob has fewer chunks')
    const state = await waitFor({ bus, blob: key, seconds: wait, reply, stopping }, async () => {
      const found = await store.chunk(key, n)
      if (found !== 'missing') return found
      if ((await store.blob(key, Date.now())) === null) throw new Refusal('not-found', 'no such blob')
      return null
    })
    if (state === null) return reply.code(204).send()
    return sendChunk(reply, state === 'held' ? await blobStore.get(key, n) : null)
  })

  serve(app, routes.shareBlob, async ({ params: { id }, request }) => {
    const { key } = await openBlob(store, request, id, ['read', 'write'])
    return { share: shares.make(key) }
  })

  serve(app, routes.getSharedChunk, async ({ params: { share, n }, reply }) => {
    const key = shares.open(share)
    if (key === null || (await store.blob(key, Date.now())) === null) throw new Refusal('not-found', 'no such share')
    return sendChunk(reply, (await store.chunk(key, n)) === 'held' ? await blobStore.get(key, n) : null)
  })

  function sendChunk(reply: FastifyReply, chunk: StoredChunk | null) {
    if (chunk === null) throw new Refusal('transfer-gone', 'the chunk is not there')
    // What those before it went out in.
    collectShortLived()
    metrics.chunkBytes.inc({ direction: 'out' }, chunk.bytes)
    return reply.type(mediaTypes.bytes).header('content-length', chunk.bytes).send(chunk.stream)
  }

  serve(app, routes.takeChunks, async ({ params: { id }, body: { chunks }, request }) => {
    const { key } = await openBlob(store, request, id, ['read'])
    await blobStore.drop(key, await store.takeChunks(key, chunks, Date.now() + limits.blobMs))
    bus.changed(key)
  })

  serve(app, routes.blobState, async ({ params: { id }, query: { since = -1, wait = 0 }, request, reply }) => {
    const { key } = await openBlob(store, request, id, ['read', 'write'])
    const view = async () => {
      const found = await store.blobView(key)
      if (found === null) throw new Refusal('not-found', 'no such blob')
      return found
    }
    const changed = await waitFor({ bus, blob: key, seconds: wait, reply, stopping }, async () => {
      const found = await view()
      return found.version > since ? found : null
    })
    return stateOf(changed ?? (await view()))
  })

  serve(app, routes.deleteBlob, async ({ params: { id }, request }) => {
    const { key } = await openBlob(store, request, id, ['read', 'write'])
    await store.deleteBlob(key)
    await blobStore.dropAll(key)
    bus.changed(key)
  })
}

const stateOf = ({ version, chunks, base, held, taken, expiresAt }: BlobView) => ({
  version,
  chunks,
  base,
  held: toBase64url(bitmap(held, base)),
  taken: toBase64url(bitmap(taken, base)),
  expiresAt,
})
