/** Keeps the two stores in step: drops what has expired, and after a crash what only one of them knows. */
import type { Logger } from 'pino'
import { errorForLog } from '../shared/error-log.ts'
import { detach } from '../shared/errors.ts'
import type { Bus } from './bus/bus.ts'
import type { BlobStore } from './storage/blob-store.ts'
import type { Store } from './storage/store.ts'

const sweepMs = 10 * 60_000

interface Parts {
  readonly store: Store
  readonly blobStore: BlobStore
  readonly bus: Bus
  readonly log: Logger
}

/** Drops chunks that the store does not count. To be done before anybody is served. */
export async function reconcile({ store, blobStore }: Pick<Parts, 'store' | 'blobStore'>): Promise<void> {
  for await (const { key, chunks } of blobStore.list()) {
    const view = await store.blobView(key)
    if (view === null) await blobStore.dropAll(key)
    else {
      const held = new Set(view.held)
      await blobStore.drop(
        key,
        chunks.filter((n) => !held.has(n)),
      )
    }
  }
}

/** Sweeps now and then; gives the way to stop. */
export function startSweeping({ store, blobStore, bus, log }: Parts): () => void {
  const sweep = async () => {
    for (const key of await store.sweep(Date.now())) {
      await blobStore.dropAll(key)
      bus.changed(key)
    }
  }
  const timer = setInterval(() => {
    detach(sweep(), (error) => log.error({ error: errorForLog(error) }, 'sweeping failed'))
  }, sweepMs)
  return () => clearInterval(timer)
}
