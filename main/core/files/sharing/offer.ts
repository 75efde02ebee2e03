/**
 * A file that is stored for somebody is offered to others without being sent again: they get what its relay lets them read,
 * and the hashes of its chunks. Has no knowledge of messages.
 */
import type { TransferId } from '../../../../shared/ids.ts'
import type { Blobs } from '../../relay/index.ts'
import type { Store } from '../../store/index.ts'
import { chunkCount } from '../chunk.ts'
import type { Fingerprint } from '../source.ts'
import { findStored } from '../table.ts'
import { idBytes } from '../wire.ts'
import { hashesOf, type SharedFile } from './table.ts'

/** Their hashes, 48 KiB, have room in a message beside all else: 6 GiB. */
export const mostSharedChunks = 1536
/** Milliseconds for the relay to answer: the file can be sent as ever. */
const patienceMs = 3_000

export interface StoredFile {
  /** The transfer that it is stored for. */
  readonly from: TransferId
  readonly shared: SharedFile
}

/** Null where it is not stored for anybody, and where its relay does not say how others may read it. */
export async function shareStored(
  { store, blobs }: { readonly store: Store; readonly blobs: Pick<Blobs, 'share'> },
  file: string,
  fingerprint: Fingerprint,
): Promise<StoredFile | null> {
  const row = findStored(store.db, file, fingerprint)
  if (row === null || row.blob === null || row.key === null) return null
  const chunks = chunkCount(row.size)
  const hashes = hashesOf(store.db, row.id, chunks)
  if (hashes === null || chunks > mostSharedChunks) return null
  const share = await blobs.share({ at: row.account, ...row.blob }, AbortSignal.timeout(patienceMs)).catch(() => null)
  if (share === null) return null
  return { from: row.id, shared: { share, sealing: { key: row.key, transferId: idBytes(row.id) }, hashes } }
}
