/** Who may write and who may read a blob. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { capabilityOf } from '../http/tokens.ts'
import { Refusal } from '../refusal.ts'
import type { BlobKey, BlobRecord, Store } from '../storage/store.ts'
import { parseBlobId } from './blob-id.ts'

export type Right = 'read' | 'write'

export interface OpenBlob {
  readonly key: BlobKey
  readonly record: BlobRecord
}

const nobody = new Uint8Array(32)

/** @throws Refusal `not-found` for a blob that is gone and for a wrong capability alike. */
export async function openBlob(
  store: Store,
  request: FastifyRequest,
  id: string,
  rights: readonly Right[],
): Promise<OpenBlob> {
  const key = parseBlobId(id)
  const record = await store.blob(key, Date.now())
  const given = capabilityOf(request)
  const writes = timingSafeEqual(given, record?.writeHash ?? nobody)
  const reads = timingSafeEqual(given, record?.readHash ?? nobody)
  const allowed = (writes && rights.includes('write')) || (reads && rights.includes('read'))
  if (record === null || !allowed) throw new Refusal('not-found', 'no such blob')
  return { key, record }
}
