/** What is known of the media of transfers, and their small pictures. SQL; has no knowledge of transfers' states. */
import type { Database } from 'better-sqlite3'
import type { Media } from '../../../shared/contract/media.ts'
import type { TransferId } from '../../../shared/ids.ts'
import type { MediaKind } from '../../../shared/media-types.ts'
import { prepared } from '../store/index.ts'

export interface Thumbnail {
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface StoredMedia {
  readonly kind: MediaKind
  readonly type: string
  readonly thumbnail: Thumbnail | null
}

export function insertMedia(
  db: Database,
  id: TransferId,
  { kind, type }: Pick<Media, 'kind' | 'type'>,
  thumbnail: Thumbnail | null,
): void {
  prepared(
    db,
    'INSERT INTO transfer_media (transfer, kind, type, thumbnail, thumbnail_type) VALUES (?, ?, ?, ?, ?)',
  ).run(id, kind, type, thumbnail?.bytes ?? null, thumbnail?.type ?? null)
}

export function findMedia(db: Database, id: TransferId): StoredMedia | null {
  const row = prepared<
    [string],
    { kind: MediaKind; type: string; thumbnail: Uint8Array | null; thumbnail_type: string | null }
  >(db, 'SELECT kind, type, thumbnail, thumbnail_type FROM transfer_media WHERE transfer = ?').get(id)
  if (row === undefined) return null
  const { kind, type, thumbnail: bytes, thumbnail_type } = row
  return { kind, type, thumbnail: bytes === null || thumbnail_type === null ? null : { bytes, type: thumbnail_type } }
}
