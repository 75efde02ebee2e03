/** The file of key slots: each wraps the same database key. Has no knowledge of how a slot is opened. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import { translated } from '../database-error.ts'

const bytes = z.codec(z.base64(), z.instanceof(Uint8Array<ArrayBufferLike>), {
  decode: (text): Uint8Array => Buffer.from(text, 'base64'),
  encode: (value) => Buffer.from(value).toString('base64'),
})

const KeychainSlot = z.object({ kind: z.literal('keychain'), backend: z.string(), wrapped: bytes })
export type KeychainSlot = z.infer<typeof KeychainSlot>

const PassphraseSlot = z.object({
  kind: z.literal('passphrase'),
  salt: bytes,
  /** argon2id; bounded, because the file is read before anything in it is trusted. */
  memoryKib: z
    .int()
    .min(8)
    .max(4 * 1024 * 1024),
  passes: z.int().min(1).max(64),
  lanes: z.int().min(1).max(64),
  wrapped: bytes,
})
export type PassphraseSlot = z.infer<typeof PassphraseSlot>

const RecoverySlot = z.object({ kind: z.literal('recovery'), salt: bytes, wrapped: bytes })
export type RecoverySlot = z.infer<typeof RecoverySlot>

const version = 1

const KeySlots = z.object({
  version: z.literal(version),
  /** Tells whether an unwrapped key is the right one: `checkOf` the database key. */
  check: bytes,
  slots: z.array(z.discriminatedUnion('kind', [KeychainSlot, PassphraseSlot, RecoverySlot])),
})
export type KeySlots = z.infer<typeof KeySlots>
export type KeySlot = KeySlots['slots'][number]

/** Reads the slots; null where there is no file. Raises `AppError` `profile-newer-version`, `profile-damaged`. */
export function readKeySlots(file: string): KeySlots | null {
  const text = readIfThere(file)
  return text === null ? null : parseKeySlots(parseJson(text))
}

/** Raises `AppError` `profile-newer-version`, `profile-damaged`. */
export function parseKeySlots(json: unknown): KeySlots {
  const newer = z.object({ version: z.int().min(version + 1) }).safeParse(json)
  if (newer.success) throw new AppError('profile-newer-version', `key slots of version ${newer.data.version}`)
  const parsed = KeySlots.safeParse(json)
  if (!parsed.success) throw new AppError('profile-damaged', 'the key slots cannot be read')
  return parsed.data
}

/**
 * Replaces the file as a whole (mode 0600): after a power cut there are the old slots or the new ones, never none.
 * Raises `AppError` `disk-full`.
 */
export function writeKeySlots(file: string, slots: Omit<KeySlots, 'version'>): void {
  const encoded = JSON.stringify(encodeKeySlots(slots))
  translated(() => {
    const fresh = `${file}.new`
    const descriptor = openSync(fresh, 'w', 0o600)
    try {
      writeFileSync(descriptor, encoded)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(fresh, file)
    syncFolder(dirname(file))
  })
}

/** As JSON. */
export const encodeKeySlots = ({ check, slots }: Omit<KeySlots, 'version'>): unknown =>
  z.encode(KeySlots, { version, check, slots })

/** Makes a rename durable. Windows has no such call and needs none: its renames are journalled. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new AppError('profile-damaged', 'the key slots cannot be read', {}, { cause: error })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
