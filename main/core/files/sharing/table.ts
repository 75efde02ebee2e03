/** What is known of stored files that are shared: SQL, and nothing of how. */
import type { Database } from 'better-sqlite3'
import type { TransferId } from '../../../../shared/ids.ts'
import type { BlobShare } from '../../relay/index.ts'
import { prepared } from '../../store/index.ts'
import type { Sealing } from '../chunk-source.ts'

/** Bytes of SHA-256. */
export const hashBytes = 32

/** A file that lies at a relay, sealed for another transfer. */
export interface SharedFile {
  readonly share: BlobShare
  readonly sealing: Sealing
  /** {@link hashBytes} for each sealed chunk. */
  readonly hashes: Uint8Array
}

export function recordHash(db: Database, id: TransferId, chunk: number, hash: Uint8Array): void {
  prepared(db, 'INSERT OR REPLACE INTO transfer_hash (transfer, chunk, hash) VALUES (?, ?, ?)').run(id, chunk, hash)
}

/** Of all chunks, one after the other; null where one is missing. */
export function hashesOf(db: Database, id: TransferId, chunks: number): Uint8Array | null {
  const rows = prepared<[string], { hash: Uint8Array }>(
    db,
    'SELECT hash FROM transfer_hash WHERE transfer = ? ORDER BY chunk',
  ).all(id)
  return rows.length === chunks ? Buffer.concat(rows.map(({ hash }) => hash)) : null
}

export function insertShared(db: Database, id: TransferId, { share, sealing, hashes }: SharedFile): void {
  prepared(
    db,
    'INSERT INTO transfer_share (transfer, relay_url, relay_pin, token, sealed_as, key, hashes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(id, share.relay.url, share.relay.pin, share.token, sealing.transferId, sealing.key, hashes)
}

export function findShared(db: Database, id: TransferId): SharedFile | null {
  const row = prepared<
    [string],
    {
      relay_url: string
      relay_pin: Uint8Array | null
      token: string
      sealed_as: Uint8Array
      key: Uint8Array
      hashes: Uint8Array
    }
  >(db, 'SELECT * FROM transfer_share WHERE transfer = ?').get(id)
  if (row === undefined) return null
  const { relay_url: url, relay_pin: pin, token, sealed_as: transferId, key, hashes } = row
  return { share: { relay: { url, pin }, token }, sealing: { key, transferId }, hashes }
}

export function deleteShared(db: Database, id: TransferId): void {
  prepared(db, 'DELETE FROM transfer_share WHERE transfer = ?').run(id)
}

/** With the end of a transfer. */
export function deleteSharing(db: Database, id: TransferId): void {
  deleteShared(db, id)
  prepared(db, 'DELETE FROM transfer_hash WHERE transfer = ?').run(id)
}
