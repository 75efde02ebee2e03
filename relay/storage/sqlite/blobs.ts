/** Blobs: which chunks of a transfer are held and which have been taken. Their bytes lie in the `BlobStore`. */
import type { Database } from 'better-sqlite3'
import type { BlobKey, BlobRecord, BlobUse, NewBlob } from '../store.ts'
import { accessCheck } from './accounts.ts'
import type { Operations } from './operations.ts'

type BlobOperations = Pick<
  Operations,
  'createBlob' | 'leaveBlob' | 'blob' | 'chunk' | 'putChunk' | 'blobUse' | 'takeChunks' | 'blobView' | 'deleteBlob'
>

interface BlobRow extends BlobRecord {
  readonly version: number
  readonly base: number
}

interface ChunkRow {
  readonly n: number
  readonly bytes: number
  readonly taken: number
}

export function blobOperations(db: Database): BlobOperations {
  const mayReach = accessCheck(db)
  const usedBytes = db.prepare<[string], number>('SELECT blob_bytes FROM account WHERE account = ?').pluck()
  const use = db.prepare<[string], BlobUse>(
    'SELECT blob_bytes AS bytes, blob_limit AS "limit" FROM account WHERE account = ?',
  )
  const addBytes = db.prepare<[number, string]>('UPDATE account SET blob_bytes = blob_bytes + ? WHERE account = ?')
  const countBlobs = db.prepare<[string], number>('SELECT count(*) FROM blob WHERE account = ?').pluck()
  const insertBlob = db.prepare(
    `INSERT INTO blob (account, blob, chunks, chunk_bytes, write_hash, read_hash, expires) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const blob = db.prepare<[string, string], BlobRow>(
    `SELECT chunks, chunk_bytes AS chunkBytes, write_hash AS writeHash, read_hash AS readHash, expires AS expiresAt,
       version, base FROM blob WHERE account = ? AND blob = ?`,
  )
  const touchBlob = db.prepare<[number, number, string, string]>(
    'UPDATE blob SET version = version + 1, expires = ?, base = ? WHERE account = ? AND blob = ?',
  )
  const chunk = db.prepare<[string, string, number], ChunkRow>(
    'SELECT n, bytes, taken FROM chunk WHERE account = ? AND blob = ? AND n = ?',
  )
  const chunks = db.prepare<[string, string], ChunkRow>(
    'SELECT n, bytes, taken FROM chunk WHERE account = ? AND blob = ? ORDER BY n',
  )
  const putChunk = db.prepare<[string, string, number, number, number]>(
    'INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?)',
  )
  const deleteChunk = db.prepare<[string, string, number]>('DELETE FROM chunk WHERE account = ? AND blob = ? AND n = ?')
  const heldBytes = db
    .prepare<[string, string], number>('SELECT coalesce(sum(bytes), 0) FROM chunk WHERE account = ? AND blob = ?')
    .pluck()
  const deletions = ['blob', 'chunk'].map((table) =>
    db.prepare<[string, string]>(`DELETE FROM ${table} WHERE account = ? AND blob = ?`),
  )

  /** The first chunk from `from` on that has not been taken; the rows before it are removed. */
  function advance(key: BlobKey, from: number): number {
    let base = from
    while (chunk.get(key.account, key.blob, base)?.taken === 1) {
      deleteChunk.run(key.account, key.blob, base)
      base += 1
    }
    return base
  }

  function create(made: NewBlob, limit: number): 'created' | 'too-many' {
    if ((countBlobs.get(made.account) ?? 0) >= limit) return 'too-many'
    const { account, blob: id, chunks: count, chunkBytes, writeHash, readHash, expiresAt } = made
    insertBlob.run(account, id, count, chunkBytes, writeHash, readHash, expiresAt)
    return 'created'
  }

  return {
    createBlob: (made, limit) => (usedBytes.get(made.account) === undefined ? 'no-account' : create(made, limit)),
    leaveBlob(made, access, { blobs, bytes }, now) {
      const outcome = mayReach(made.account, access, now)
      if (outcome !== 'granted') return outcome
      const held = (usedBytes.get(made.account) ?? 0) + made.chunks * made.chunkBytes
      return held > bytes ? 'too-many' : create(made, blobs)
    },
    blob(key, now) {
      const row = blob.get(key.account, key.blob)
      return row !== undefined && row.expiresAt > now ? row : null
    },
    chunk(key, n) {
      const row = blob.get(key.account, key.blob)
      if (row !== undefined && n < row.base) return 'taken'
      const found = chunk.get(key.account, key.blob, n)
      if (found === undefined) return 'missing'
      return found.taken === 1 ? 'taken' : 'held'
    },
    putChunk(key, n, bytes, expiresAt, quota) {
      const row = blob.get(key.account, key.blob)
      if (row === undefined) return 'gone'
      const known = chunk.get(key.account, key.blob, n)
      if (n < row.base || known?.taken === 1) return 'taken'
      if (known !== undefined) return 'held'
      if ((usedBytes.get(key.account) ?? 0) + bytes > quota) return 'over-quota'
      putChunk.run(key.account, key.blob, n, bytes, 0)
      addBytes.run(bytes, key.account)
      touchBlob.run(expiresAt, row.base, key.account, key.blob)
      return 'held'
    },
    blobUse: (account) => use.get(account) ?? { bytes: 0, limit: null },
    takeChunks(key, numbers, expiresAt) {
      const row = blob.get(key.account, key.blob)
      if (row === undefined) return []
      const dropped: number[] = []
      let freed = 0
      for (const n of new Set(numbers)) {
        const known = chunk.get(key.account, key.blob, n)
        if (n < row.base || n >= row.chunks || known?.taken === 1) continue
        if (known !== undefined) dropped.push(n)
        freed += known?.bytes ?? 0
        putChunk.run(key.account, key.blob, n, 0, 1)
      }
      if (freed > 0) addBytes.run(-freed, key.account)
      touchBlob.run(expiresAt, advance(key, row.base), key.account, key.blob)
      return dropped
    },
    blobView(key) {
      const row = blob.get(key.account, key.blob)
      if (row === undefined) return null
      const rows = chunks.all(key.account, key.blob)
      return {
        version: row.version,
        chunks: row.chunks,
        expiresAt: row.expiresAt,
        base: row.base,
        held: rows.filter(({ taken }) => taken === 0).map(({ n }) => n),
        taken: rows.filter(({ taken }) => taken === 1).map(({ n }) => n),
      }
    },
    deleteBlob(key) {
      addBytes.run(-(heldBytes.get(key.account, key.blob) ?? 0), key.account)
      for (const deletion of deletions) deletion.run(key.account, key.blob)
    },
  }
}
