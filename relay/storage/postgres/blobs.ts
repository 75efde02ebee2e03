/** Blobs: which chunks of a transfer are held and which have been taken. Their bytes lie in the `BlobStore`. */
import type { BlobKey, BlobRecord, BlobUse, BlobView, ChunkState, NewBlob, Store } from '../store.ts'
import { accessValues } from './accounts.ts'
import type { Database } from './database.ts'

type BlobOperations = Pick<
  Store,
  'createBlob' | 'leaveBlob' | 'blob' | 'chunk' | 'putChunk' | 'blobUse' | 'takeChunks' | 'blobView' | 'deleteBlob'
>

/** The account's row is locked by whatever changes what is held for it: the quota is never passed by two at once. */
export const blobFunctions = `
CREATE FUNCTION create_blob(
  a uuid, b text, count int, size int, w bytea, r bytea, until bigint, max_blobs bigint, max_bytes bigint
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  used bigint;
BEGIN
  SELECT blob_bytes INTO used FROM account WHERE account = a FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 'no-account'; END IF;
  IF used + count::bigint * size > max_bytes OR (SELECT count(*) FROM blob WHERE account = a) >= max_blobs THEN
    RETURN 'too-many';
  END IF;
  INSERT INTO blob (account, blob, chunks, chunk_bytes, write_hash, read_hash, expires)
  VALUES (a, b, count, size, w, r, until);
  RETURN 'created';
END $$;

CREATE FUNCTION leave_blob(
  a uuid, b text, count int, size int, w bytea, r bytea, until bigint, max_blobs bigint, max_bytes bigint,
  right_kind text, right_hash bytea, at bigint
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  decision text := access(a, right_kind, right_hash, at);
BEGIN
  IF decision <> 'granted' THEN RETURN decision; END IF;
  RETURN create_blob(a, b, count, size, w, r, until, max_blobs, max_bytes);
END $$;

CREATE FUNCTION put_chunk(a uuid, b text, number int, size int, until bigint, quota bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  used bigint;
  first_left int;
  was_taken boolean;
BEGIN
  SELECT blob_bytes INTO used FROM account WHERE account = a FOR NO KEY UPDATE;
  SELECT base INTO first_left FROM blob WHERE account = a AND blob = b;
  IF NOT FOUND THEN RETURN 'gone'; END IF;
  IF number < first_left THEN RETURN 'taken'; END IF;
  SELECT taken INTO was_taken FROM chunk WHERE account = a AND blob = b AND n = number;
  IF FOUND THEN RETURN CASE WHEN was_taken THEN 'taken' ELSE 'held' END; END IF;
  IF used + size > quota THEN RETURN 'over-quota'; END IF;
  INSERT INTO chunk (account, blob, n, bytes, taken) VALUES (a, b, number, size, false);
  UPDATE account SET blob_bytes = blob_bytes + size WHERE account = a;
  UPDATE blob SET version = version + 1, expires = until WHERE account = a AND blob = b;
  RETURN 'held';
END $$;

-- Gives the chunks that were held until now.
CREATE FUNCTION take_chunks(a uuid, b text, numbers int[], until bigint) RETURNS SETOF int LANGUAGE plpgsql AS $$
DECLARE
  known record;
  first_left int;
BEGIN
  PERFORM FROM account WHERE account = a FOR NO KEY UPDATE;
  SELECT chunks, base INTO known FROM blob WHERE account = a AND blob = b;
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY SELECT n FROM chunk WHERE account = a AND blob = b AND n = ANY (numbers) AND NOT taken ORDER BY n;
  UPDATE account SET blob_bytes = blob_bytes - (
    SELECT coalesce(sum(bytes), 0) FROM chunk WHERE account = a AND blob = b AND n = ANY (numbers) AND NOT taken
  ) WHERE account = a;
  INSERT INTO chunk (account, blob, n, bytes, taken)
  SELECT DISTINCT a, b, number, 0, true FROM unnest(numbers) AS number
  WHERE number >= known.base AND number < known.chunks
  ON CONFLICT (account, blob, n) DO UPDATE SET bytes = 0, taken = true;
  -- The first chunk from the base on that has not been taken.
  first_left := known.base;
  WHILE EXISTS (SELECT FROM chunk WHERE account = a AND blob = b AND n = first_left AND taken) LOOP
    first_left := first_left + 1;
  END LOOP;
  DELETE FROM chunk WHERE account = a AND blob = b AND n < first_left;
  UPDATE blob SET version = version + 1, expires = until, base = first_left WHERE account = a AND blob = b;
END $$;

CREATE FUNCTION delete_blob(a uuid, b text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM account WHERE account = a FOR NO KEY UPDATE;
  UPDATE account SET blob_bytes = blob_bytes - (
    SELECT coalesce(sum(bytes), 0) FROM chunk WHERE account = a AND blob = b
  ) WHERE account = a;
  DELETE FROM blob WHERE account = a AND blob = b;
  DELETE FROM chunk WHERE account = a AND blob = b;
END $$;
`

const statements = {
  create: { name: 'create-blob', text: 'SELECT create_blob($1, $2, $3, $4, $5, $6, $7, $8, $9) AS outcome' },
  leave: {
    name: 'leave-blob',
    text: 'SELECT leave_blob($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS outcome',
  },
  blob: {
    name: 'blob',
    text: `SELECT chunks, chunk_bytes AS "chunkBytes", write_hash AS "writeHash", read_hash AS "readHash", expires AS "expiresAt"
      FROM blob WHERE account = $1 AND blob = $2 AND expires > $3`,
  },
  chunk: {
    name: 'chunk',
    text: `SELECT CASE WHEN $3 < base OR taken THEN 'taken' WHEN taken IS NULL THEN 'missing' ELSE 'held' END AS state
      FROM blob LEFT JOIN chunk ON chunk.account = $1 AND chunk.blob = blob.blob AND n = $3
      WHERE blob.account = $1 AND blob.blob = $2`,
  },
  putChunk: { name: 'put-chunk', text: 'SELECT put_chunk($1, $2, $3, $4, $5, $6) AS outcome' },
  use: {
    name: 'blob-use',
    text: 'SELECT blob_bytes AS bytes, blob_limit AS "limit" FROM account WHERE account = $1',
  },
  takeChunks: { name: 'take-chunks', text: 'SELECT take_chunks($1, $2, $3, $4) AS n' },
  view: {
    name: 'blob-view',
    text: `SELECT version, chunks, expires AS "expiresAt", base,
        ARRAY(SELECT n FROM chunk WHERE account = $1 AND blob = $2 AND NOT taken ORDER BY n) AS held,
        ARRAY(SELECT n FROM chunk WHERE account = $1 AND blob = $2 AND taken ORDER BY n) AS taken
      FROM blob WHERE account = $1 AND blob = $2`,
  },
  delete: { name: 'delete-blob', text: 'SELECT delete_blob($1, $2)' },
}

/** Where only the number of blobs is bounded. */
const noBound = Number.MAX_SAFE_INTEGER

const blobValues = ({ account, blob, chunks, chunkBytes, writeHash, readHash, expiresAt }: NewBlob) => [
  ...[account, blob, chunks, chunkBytes],
  ...[writeHash, readHash, expiresAt],
]

export function blobOperations(db: Database): BlobOperations {
  async function one<Row extends object>(statement: (typeof statements)['blob'], values: readonly unknown[]) {
    const [row] = await db.rows<Row>(statement, values)
    return row ?? null
  }
  async function outcome<Outcome>(statement: (typeof statements)['blob'], values: readonly unknown[]) {
    const row = await one<{ outcome: Outcome }>(statement, values)
    return (row as NonNullable<typeof row>).outcome
  }
  const key = ({ account, blob }: BlobKey) => [account, blob]

  return {
    createBlob: (blob, limit) => outcome(statements.create, [...blobValues(blob), limit, noBound]),
    leaveBlob: (blob, access, { blobs, bytes }, now) =>
      outcome(statements.leave, [...blobValues(blob), blobs, bytes, ...accessValues(access), now]),
    blob: (blob, now) => one<BlobRecord>(statements.blob, [...key(blob), now]),
    async chunk(blob, n) {
      const row = await one<{ state: ChunkState }>(statements.chunk, [...key(blob), n])
      return row?.state ?? 'missing'
    },
    putChunk: (blob, n, bytes, expiresAt, quota) =>
      outcome(statements.putChunk, [...key(blob), n, bytes, expiresAt, quota]),
    async blobUse(account) {
      return (await one<BlobUse>(statements.use, [account])) ?? { bytes: 0, limit: null }
    },
    async takeChunks(blob, chunks, expiresAt) {
      const rows = await db.rows<{ n: number }>(statements.takeChunks, [...key(blob), chunks, expiresAt])
      return rows.map(({ n }) => n)
    },
    blobView: (blob) => one<BlobView>(statements.view, key(blob)),
    async deleteBlob(blob) {
      await db.rows(statements.delete, key(blob))
    },
  }
}
