/** The beginning of a backup: what is needed to open it, and nothing about whose it is. SPEC.md S-1. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { sourceError } from '../files/index.ts'
import { readFully } from './pieces.ts'

/** The file begins with it, and with the length of what follows (u32, big-endian). */
const magic = Buffer.from('MegaChat backup\n')
const lengthBytes = 4
const mostBytes = 64 * 1024
const version = 1

const BackupHead = z.object({
  version: z.literal(version),
  /** Milliseconds since the epoch. */
  createdAt: z.int(),
  /** The same in all backups of a profile, and says nothing else of it. */
  profile: z.hex().length(16),
  /** Made by itself: it goes when there are newer ones. */
  scheduled: z.boolean(),
  salt: z.base64(),
  /** What the database key is wrapped with, but for keychains. */
  keys: z.unknown(),
})
export type BackupHead = z.infer<typeof BackupHead>

/** What opens all backups of a profile, and nothing else of it. @param databaseKey 32 bytes. */
export const backupKeyOf = (databaseKey: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', databaseKey, '', 'MegaChat backups 1', 32))

/** @param backupKey see {@link backupKeyOf}. */
export const profileMark = (backupKey: Uint8Array): string =>
  createHash('sha256').update('MegaChat backup mark').update(backupKey).digest('hex').slice(0, 16)

/** The key of one backup: a changed head gives another one. */
function streamKey(backupKey: Uint8Array, salt: string, headText: Uint8Array): Uint8Array {
  const info = Buffer.concat([Buffer.from('MegaChat backup 1'), createHash('sha256').update(headText).digest()])
  return new Uint8Array(hkdfSync('sha256', backupKey, Buffer.from(salt, 'base64'), info, 32))
}

export interface NewHead {
  readonly bytes: Buffer
  readonly key: Uint8Array
}

/** What is not made here. */
export type GivenHead = Pick<BackupHead, 'createdAt' | 'scheduled' | 'keys'>

export function newHead(given: GivenHead, backupKey: Uint8Array): NewHead {
  const profile = profileMark(backupKey)
  const salt = randomBytes(32).toString('base64')
  const text = Buffer.from(JSON.stringify({ version, ...given, profile, salt } satisfies BackupHead))
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(text.length)
  return { bytes: Buffer.concat([magic, length, text]), key: streamKey(backupKey, salt, text) }
}

export class OpenBackup {
  readonly file: FileHandle
  readonly head: BackupHead
  /** Where the pieces begin. */
  readonly start: number
  readonly #text: Uint8Array

  constructor(file: FileHandle, head: BackupHead, text: Uint8Array) {
    this.file = file
    this.head = head
    this.start = magic.length + lengthBytes + text.length
    this.#text = text
  }

  streamKey(backupKey: Uint8Array): Uint8Array {
    return streamKey(backupKey, this.head.salt, this.#text)
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

/** Raises `not-a-backup`, `backup-newer-version`, `backup-damaged`, `file-vanished`, `file-unreadable`. */
export async function openBackup(path: string): Promise<OpenBackup> {
  const file = await open(path).catch((error: unknown) => {
    throw sourceError(error)
  })
  try {
    const text = await headText(file)
    return new OpenBackup(file, parsed(text), text)
  } catch (error) {
    await file.close()
    throw error instanceof AppError ? error : sourceError(error)
  }
}

async function headText(file: FileHandle): Promise<Uint8Array> {
  const beginning = Buffer.alloc(magic.length + lengthBytes)
  const { bytesRead } = await file.read(beginning, 0, beginning.length, 0)
  if (bytesRead < beginning.length || !beginning.subarray(0, magic.length).equals(magic)) {
    throw new AppError('not-a-backup')
  }
  const length = beginning.readUInt32BE(magic.length)
  if (length > mostBytes) throw new AppError('backup-damaged', 'its head has no such length')
  const text = Buffer.alloc(length)
  await readFully(file, text, beginning.length)
  return text
}

function parsed(text: Uint8Array): BackupHead {
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(text).toString())
  } catch {
    throw new AppError('backup-damaged', 'its head cannot be read')
  }
  const newer = z.object({ version: z.int().min(version + 1) }).safeParse(json)
  if (newer.success) throw new AppError('backup-newer-version', `of version ${newer.data.version}`)
  const head = BackupHead.safeParse(json)
  if (!head.success) throw new AppError('backup-damaged', 'its head cannot be read')
  return head.data
}
