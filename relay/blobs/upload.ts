/** Takes in one chunk: checked before, durable and counted before it is answered. */
import type { Readable } from 'node:stream'
import { collectShortLived } from '../../shared/node/short-lived-memory.ts'
import type { RelayContext } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { BlobKey } from '../storage/store.ts'
import type { OpenBlob } from './access.ts'
import { Serial } from './serial.ts'

/** A chunk counts as this many bytes at least: each is a file, and takes a block of the disk. */
const leastBytes = 4096

export interface Chunk {
  readonly n: number
  /** Content-Length. */
  readonly bytes: number
  readonly source: Readable
}

type Parts = Pick<RelayContext, 'blobStore' | 'bus' | 'metrics' | 'settings' | 'store'>

/** Gives what takes in a chunk. Raises Refusal `too-large`, `quota-exceeded` or `not-found`, AppError `disk-full`. */
export function uploader({ blobStore, bus, metrics, settings: { limits }, store }: Parts) {
  const serial = new Serial()
  /** Bytes that are coming in for each account: they lie on the disk and are not counted yet. */
  const underWay = new Map<string, number>()

  function reserve(account: string, bytes: number): void {
    const now = (underWay.get(account) ?? 0) + bytes
    if (now > 0) underWay.set(account, now)
    else underWay.delete(account)
  }

  async function record(key: BlobKey, n: number, bytes: number, quota: number): Promise<void> {
    const counted = Math.max(bytes, leastBytes)
    const outcome = await store.putChunk(key, n, counted, Date.now() + limits.blobMs, quota)
    if (outcome === 'held') return
    await blobStore.drop(key, [n])
    if (outcome === 'over-quota') throw new Refusal('quota-exceeded')
    if (outcome === 'gone') throw new Refusal('not-found', 'no such blob')
  }

  return async ({ key, record: blob }: OpenBlob, { n, bytes, source }: Chunk): Promise<void> => {
    if (n >= blob.chunks) throw new Refusal('invalid-input', 'the blob has fewer chunks')
    if (bytes > blob.chunkBytes) throw new Refusal('too-large', 'the chunk is too large', { limit: blob.chunkBytes })
    if ((await store.chunk(key, n)) !== 'missing') return
    reserve(key.account, bytes)
    try {
      // Once more when it is recorded; here it saves the upload, and keeps many at once from filling the disk.
      const use = await store.blobUse(key.account)
      const quota = use.limit ?? limits.accountBlobBytes
      if (use.bytes + (underWay.get(key.account) ?? 0) > quota) throw new Refusal('quota-exceeded')
      const staged = await blobStore.stage(key, source, bytes)
      try {
        // What is published and not recorded is dropped: no other upload of this chunk may come in between.
        await serial.run(`${key.account}/${key.blob}/${n}`, async () => record(key, n, await staged.publish(n), quota))
      } finally {
        await staged.discard()
      }
    } finally {
      reserve(key.account, -bytes)
    }
    // What it came in.
    collectShortLived()
    metrics.chunkBytes.inc({ direction: 'in' }, bytes)
    bus.changed(key)
  }
}
