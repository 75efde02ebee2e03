/** The rows of transfers: all SQL of this room. Has no knowledge of what the states mean. */
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { type ErrorCode, errorCodes } from '../../../shared/errors.ts'
import { AccountId, TransferId } from '../../../shared/ids.ts'
import { prepared } from '../store/index.ts'
import { Bitmap } from './bitmap.ts'
import { chunkCount } from './chunk.ts'
import { deleteSharing } from './sharing/table.ts'
import type { Fingerprint } from './source.ts'
import { sealedSize } from './vault-layout.ts'

export type StoredState = 'offered' | 'active' | 'paused' | EndState
export type EndState = 'done' | 'declined' | 'cancelled' | 'failed'

export interface Blob {
  readonly id: string
  /** 32 bytes. */
  readonly capability: Uint8Array
}

export interface TransferRow {
  readonly id: TransferId
  readonly account: AccountId
  readonly direction: 'outgoing' | 'incoming'
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly state: StoredState
  readonly error: ErrorCode | null
  readonly confirmed: number
  /** 32 bytes; null once it is finished. */
  readonly key: Uint8Array | null
  readonly blob: Blob | null
  /** Outgoing: the source. Incoming: the final file. */
  readonly file: string | null
  /** Incoming: the unfinished file. */
  readonly part: string | null
  /** Outgoing: the source is a copy made for this transfer. */
  readonly spooled: boolean
  /** `file` and `part` are sealed, in the vault. */
  readonly vault: boolean
  /** The sender opens the blob. */
  readonly stores: boolean
  /** All of it is stored where the receiver finds it. */
  readonly stored: boolean
  /** The receiver has accepted it. */
  readonly answered: boolean
  /** `file` and `part` are folders. */
  readonly folder: FolderRow | null
  /** It is the manifest of that folder. */
  readonly manifestOf: TransferId | null
  /** Outgoing: the receiver has been offered what is stored for that transfer. */
  readonly sharedFrom: TransferId | null
  readonly fingerprint: Fingerprint | null
  /** 32 bytes; null where no direct connection is wanted. */
  readonly directSecret: Uint8Array | null
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly finishedAt: number | null
}

export interface FolderRow {
  readonly files: number
  /** In it, itself not counted. */
  readonly folders: number
  /** Links and other things that the sender has left out. */
  readonly leftOut: number
  /** Which entries are wanted, one bit each; null for all. */
  readonly choice: Uint8Array | null
  /** Bytes of the chunks that are not wanted. */
  readonly unwanted: number
}

export type NewFolder = Pick<FolderRow, 'files' | 'folders' | 'leftOut'>

export type NewTransfer = Pick<TransferRow, 'id' | 'account' | 'direction' | 'name' | 'size' | 'createdAt'> & {
  readonly key: Uint8Array
  readonly folder?: NewFolder
} & Partial<Pick<TransferRow, 'file' | 'spooled' | 'fingerprint' | 'vault' | 'stores' | 'manifestOf' | 'sharedFrom'>>

/** Finished transfers that are listed; older ones stand in the conversations. */
const listedFinished = 200

export function insertTransfer(db: Database, transfer: NewTransfer): void {
  const { fingerprint, folder } = transfer
  prepared(
    db,
    `INSERT INTO transfer (id, account, direction, name, size, state, key, file, spooled, vault, stores, modified_ns, inode, samples, created_at,
       files, folders, left_out, manifest_of, shared_from)
     VALUES (?, ?, ?, ?, ?, 'offered', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    transfer.id,
    transfer.account,
    transfer.direction,
    transfer.name,
    transfer.size,
    transfer.key,
    transfer.file ?? null,
    Number(transfer.spooled ?? false),
    Number(transfer.vault ?? false),
    Number(transfer.stores ?? false),
    fingerprint?.modifiedNs.toString() ?? null,
    fingerprint?.inode.toString() ?? null,
    fingerprint?.samples ?? null,
    transfer.createdAt,
    folder?.files ?? null,
    folder?.folders ?? null,
    folder?.leftOut ?? null,
    transfer.manifestOf ?? null,
    transfer.sharedFrom ?? null,
  )
}

export function findTransfer(db: Database, id: TransferId): TransferRow | null {
  const raw = prepared<[string], RawRow>(db, 'SELECT * FROM transfer WHERE id = ?').get(id)
  return raw === undefined ? null : parsed(raw)
}

/** The transfer of a folder's manifest; null where there is none any more. */
export function findManifest(db: Database, folder: TransferId): TransferRow | null {
  const raw = prepared<[string], RawRow>(db, 'SELECT * FROM transfer WHERE manifest_of = ?').get(folder)
  return raw === undefined ? null : parsed(raw)
}

/** `choice`: null for all. `unwanted`: bytes of the chunks that are not wanted. */
export function setChoice(db: Database, id: TransferId, choice: Uint8Array | null, unwanted: number): void {
  prepared(db, 'UPDATE transfer SET choice = ?, unwanted = ? WHERE id = ?').run(choice, unwanted, id)
}

/** Manifests too: what was at work when the profile was closed. */
export function listActive(db: Database): TransferId[] {
  return prepared<[], { id: string }>(db, "SELECT id FROM transfer WHERE state = 'active'")
    .all()
    .map(({ id }) => TransferId.parse(id))
}

/**
 * All that are not finished and the newest files that are; newest first. What is shown in chats is listed while it
 * moves, manifests never.
 */
export function listTransfers(db: Database): TransferRow[] {
  return prepared<[number], RawRow>(
    db,
    `SELECT * FROM transfer WHERE finished_at IS NULL AND manifest_of IS NULL
     UNION ALL
     SELECT * FROM (SELECT * FROM transfer WHERE finished_at IS NOT NULL AND vault = 0 ORDER BY created_at DESC LIMIT ?)
     ORDER BY created_at DESC, id`,
  )
    .all(listedFinished)
    .map(parsed)
}

export function transfersWith(db: Database, account: AccountId): TransferRow[] {
  return prepared<[string], RawRow>(db, 'SELECT * FROM transfer WHERE account = ?').all(account).map(parsed)
}

/** Finished ones that have left a file behind: a crash came before it was removed. */
export function listLeftovers(db: Database): TransferRow[] {
  return prepared<[], RawRow>(
    db,
    'SELECT * FROM transfer WHERE finished_at IS NOT NULL AND (part IS NOT NULL OR spooled = 1)',
  )
    .all()
    .map(parsed)
}

/** `error`: why it is as it is. */
export function setState(db: Database, id: TransferId, state: StoredState, error: ErrorCode | null = null): void {
  prepared(db, 'UPDATE transfer SET state = ?, error = ? WHERE id = ?').run(state, error, id)
}

export function setBlob(db: Database, id: TransferId, blob: Blob | null): void {
  prepared(db, 'UPDATE transfer SET blob = ?, capability = ? WHERE id = ?').run(
    blob?.id ?? null,
    blob?.capability ?? null,
    id,
  )
}

export function setDirectSecret(db: Database, id: TransferId, secret: Uint8Array | null): void {
  prepared(db, 'UPDATE transfer SET direct_secret = ? WHERE id = ?').run(secret, id)
}

export function setPart(db: Database, id: TransferId, part: string | null): void {
  prepared(db, 'UPDATE transfer SET part = ? WHERE id = ?').run(part, id)
}

/** The name that an incoming file is about to get. */
export function setFile(db: Database, id: TransferId, file: string): void {
  prepared(db, 'UPDATE transfer SET file = ? WHERE id = ?').run(file, id)
}

/** An incoming file is whole, under the name that it got. */
export function setReceived(db: Database, id: TransferId, file: string, name: string): void {
  prepared(db, 'UPDATE transfer SET file = ?, name = ?, part = NULL WHERE id = ?').run(file, name, id)
}

export function setConfirmed(db: Database, id: TransferId, bytes: number): void {
  prepared(db, 'UPDATE transfer SET confirmed = ? WHERE id = ?').run(bytes, id)
}

/** Whether an unfinished transfer of the same file has taken the copy over, which goes with that one then. */
export function handOnSpooled(db: Database, id: TransferId, file: string): boolean {
  const { changes } = prepared(
    db,
    `UPDATE transfer SET spooled = 1 WHERE id = (SELECT id FROM transfer
       WHERE finished_at IS NULL AND direction = 'outgoing' AND file = ? AND id <> ? LIMIT 1)`,
  ).run(file, id)
  return changes > 0
}

/** The copy that was made for the transfer is gone. */
export function setUnspooled(db: Database, id: TransferId): void {
  prepared(db, 'UPDATE transfer SET spooled = 0, file = NULL WHERE id = ?').run(id)
}

/** All of it is stored where the receiver finds it. */
export function setStored(db: Database, id: TransferId, stored: boolean): void {
  prepared(db, 'UPDATE transfer SET stored = ? WHERE id = ?').run(Number(stored), id)
}

/** The receiver has accepted it. */
export function setAnswered(db: Database, id: TransferId): void {
  prepared(db, 'UPDATE transfer SET answered = 1 WHERE id = ?').run(id)
}

export function setSharedFrom(db: Database, id: TransferId, from: TransferId | null): void {
  prepared(db, 'UPDATE transfer SET shared_from = ? WHERE id = ?').run(from, id)
}

/** The transfer for which this very file is stored whole, and not yet taken; null where there is none. */
export function findStored(db: Database, file: string, fingerprint: Fingerprint): TransferRow | null {
  const { size, modifiedNs, inode, samples } = fingerprint
  const raw = prepared<[string, number, string, string, Uint8Array], RawRow>(
    db,
    `SELECT * FROM transfer WHERE finished_at IS NULL AND stored = 1 AND answered = 0 AND vault = 0 AND files IS NULL
       AND file = ? AND size = ? AND modified_ns = ? AND inode = ? AND samples = ?`,
  ).get(file, size, modifiedNs.toString(), inode.toString(), samples)
  return raw === undefined ? null : parsed(raw)
}

/** Own files that wait for the receiver's word. */
export function listUnanswered(db: Database): TransferRow[] {
  return prepared<[], RawRow>(
    db,
    `SELECT * FROM transfer WHERE finished_at IS NULL AND direction = 'outgoing' AND state = 'offered'
       AND vault = 0 AND stores = 0`,
  )
    .all()
    .map(parsed)
}

/** Whether the sender opens the blob from now on. */
export function setStores(db: Database, id: TransferId, stores: boolean): void {
  prepared(db, 'UPDATE transfer SET stores = ? WHERE id = ?').run(Number(stores), id)
}

/** Incoming ones that wait for their acceptance. */
export function listOffered(db: Database): TransferRow[] {
  return prepared<[], RawRow>(
    db,
    `SELECT * FROM transfer WHERE finished_at IS NULL AND direction = 'incoming' AND state = 'offered'`,
  )
    .all()
    .map(parsed)
}

interface VaultRow {
  readonly id: string
  readonly file: string | null
  readonly part: string | null
}

/** The profile may lie elsewhere than before. @param vault absolute path. */
export function moveVault(db: Database, vault: string): void {
  const inVault = path.join(vault, path.sep)
  const rows = prepared<[{ inVault: string; length: number }], VaultRow>(
    db,
    `SELECT id, file, part FROM transfer WHERE vault = 1
       AND (substr(file, 1, @length) <> @inVault OR substr(part, 1, @length) <> @inVault)`,
  ).all({ inVault, length: inVault.length })
  const update = prepared(db, 'UPDATE transfer SET file = ?, part = ? WHERE id = ?')
  // Of another system, perhaps.
  const moved = (old: string | null) => (old === null ? null : path.join(vault, old.split(/[\\/]/).at(-1) ?? ''))
  for (const { id, file, part } of rows) update.run(moved(file), moved(part), id)
}

/** Every path in the vault that a row knows. */
export function vaultPaths(db: Database): Set<string> {
  const rows = prepared<[], { path: string }>(
    db,
    `SELECT file AS path FROM transfer WHERE vault = 1 AND file IS NOT NULL
     UNION SELECT part FROM transfer WHERE vault = 1 AND part IS NOT NULL`,
  )
  return new Set(rows.all().map(({ path }) => path))
}

/**
 * The end, after which nothing of the transfer can be decrypted any more, but what is kept in the vault: own media, and
 * whole ones of others.
 */
export function setFinished(
  db: Database,
  id: TransferId,
  state: EndState,
  error: ErrorCode | null,
  finishedAt: number,
): void {
  prepared(
    db,
    `UPDATE transfer SET state = ?, error = ?, finished_at = ?, blob = NULL, capability = NULL,
       key = CASE WHEN vault = 1 AND (direction = 'outgoing' OR ? = 'done') THEN key END,
       direct_secret = NULL, modified_ns = NULL, inode = NULL, samples = NULL WHERE id = ?`,
  ).run(state, error, finishedAt, state, id)
  prepared(db, 'DELETE FROM transfer_chunks WHERE transfer = ?').run(id)
  deleteSharing(db, id)
}

export function deleteTransfer(db: Database, id: TransferId): void {
  prepared(db, 'DELETE FROM transfer WHERE id = ?').run(id)
}

/** The chunks of an incoming file of `size` bytes that are on disk. */
export function loadChunks(db: Database, id: TransferId, size: number): Bitmap {
  const bitmap = new Bitmap(chunkCount(size))
  const pages = prepared<[string], { page: number; bits: Uint8Array }>(
    db,
    'SELECT page, bits FROM transfer_chunks WHERE transfer = ?',
  )
  for (const { page, bits } of pages.all(id)) bitmap.addPage(page, bits)
  return bitmap
}

/** Adds `indices` to what `have`, the bitmap without them, stands for in the database. */
export function recordChunks(db: Database, id: TransferId, have: Bitmap, indices: readonly number[]): void {
  const insert = prepared(
    db,
    'INSERT INTO transfer_chunks (transfer, page, bits) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET bits = excluded.bits',
  )
  for (const page of new Set(indices.map(Bitmap.pageOf))) {
    const added = indices.filter((index) => Bitmap.pageOf(index) === page)
    insert.run(id, page, have.page(page, added))
  }
}

interface RawRow {
  readonly id: string
  readonly account: string
  readonly direction: TransferRow['direction']
  readonly name: string
  readonly size: number
  readonly state: StoredState
  readonly error: string | null
  readonly confirmed: number
  readonly key: Uint8Array | null
  readonly blob: string | null
  readonly capability: Uint8Array | null
  readonly file: string | null
  readonly part: string | null
  readonly spooled: number
  readonly vault: number
  readonly stores: number
  readonly stored: number
  readonly answered: number
  readonly modified_ns: string | null
  readonly inode: string | null
  readonly samples: Uint8Array | null
  readonly direct_secret: Uint8Array | null
  readonly files: number | null
  readonly folders: number | null
  readonly left_out: number | null
  readonly choice: Uint8Array | null
  readonly unwanted: number
  readonly manifest_of: string | null
  readonly shared_from: string | null
  readonly created_at: number
  readonly finished_at: number | null
}

function parsed(raw: RawRow): TransferRow {
  const { blob, capability, modified_ns, inode, samples, files, folders, choice, unwanted } = raw
  return {
    id: TransferId.parse(raw.id),
    account: AccountId.parse(raw.account),
    direction: raw.direction,
    name: raw.name,
    size: raw.size,
    state: raw.state,
    error: errorCodes.find((code) => code === raw.error) ?? null,
    confirmed: raw.confirmed,
    key: raw.key,
    blob: blob === null || capability === null ? null : { id: blob, capability },
    file: raw.file,
    part: raw.part,
    spooled: raw.spooled === 1,
    vault: raw.vault === 1,
    stores: raw.stores === 1,
    stored: raw.stored === 1,
    answered: raw.answered === 1,
    folder:
      files === null || folders === null ? null : { files, folders, leftOut: raw.left_out ?? 0, choice, unwanted },
    manifestOf: raw.manifest_of === null ? null : TransferId.parse(raw.manifest_of),
    sharedFrom: raw.shared_from === null ? null : TransferId.parse(raw.shared_from),
    fingerprint:
      modified_ns === null || inode === null || samples === null
        ? null
        : {
            size: raw.vault === 1 ? sealedSize(raw.size) : raw.size,
            modifiedNs: BigInt(modified_ns),
            inode: BigInt(inode),
            samples,
          },
    directSecret: raw.direct_secret,
    createdAt: raw.created_at,
    finishedAt: raw.finished_at,
  }
}
