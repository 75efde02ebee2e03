/** The manifest of a folder that is sent or received, in the vault. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/errors.ts'
import type { SealedPlace } from '../sealed-file.ts'
import { findManifest, type TransferRow } from '../table.ts'
import { idBytes } from '../wire.ts'
import type { Packed } from './jobs.ts'

/** Null while the manifest is not here. */
export function manifestPlace(db: Database, { id }: Pick<TransferRow, 'id'>): SealedPlace | null {
  const row = findManifest(db, id)
  const whole = row !== null && (row.direction === 'outgoing' || row.state === 'done')
  if (!whole || row.file === null || row.key === null) return null
  return { path: row.file, key: row.key, transferId: idBytes(row.id), size: row.size }
}

/** Raises `transfer-gone` where the manifest is not here. */
export function packedTree(db: Database, row: TransferRow): Packed {
  const manifest = manifestPlace(db, row)
  const { folder, size } = row
  if (manifest === null || folder === null) throw new AppError('transfer-gone', 'the manifest is not here')
  const { files, folders } = folder
  return { manifest, expected: { files, folders, size } }
}
