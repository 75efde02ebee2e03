/** Takes a backup apart into a folder, where nobody uses anything of it before all of it is there. SPEC.md S-4. */
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { assertRoom, TreeSync, targetError } from '../files/index.ts'
import type { OpenBackup } from './head.ts'
import { type ReadPart, read } from './parts.ts'
import { openedPieces } from './pieces.ts'
import { type Progress, reporter } from './progress.ts'

/**
 * @param into Absolute path of a folder, which is made anew.
 * Raises `backup-damaged`, `disk-full`, `folder-unwritable`, `cancelled`; what was written stays, for whoever asked to remove.
 */
export async function* restoreBackup(
  backup: OpenBackup,
  backupKey: Uint8Array,
  into: string,
  signal: AbortSignal,
): AsyncGenerator<Progress, void> {
  const { size } = await backup.file.stat()
  const report = reporter(size)
  const files = new Set<string>()
  try {
    await rm(into, { recursive: true, force: true })
    await mkdir(into, { recursive: true, mode: 0o700 })
    await assertRoom(into, size)
    const sync = await TreeSync.open(into)
    try {
      for await (const part of read(openedPieces(backup.file, backup.start, backup.streamKey(backupKey)))) {
        if (files.has(part.name)) throw new AppError('backup-damaged', 'the same file twice')
        for await (const bytes of writePart(part, into)) {
          if (signal.aborted) throw new AppError('cancelled')
          const progress = report(bytes)
          if (progress !== null) yield progress
        }
        files.add(part.name)
      }
      await sync.files([...files])
      await sync.folders([...new Set([...files].map((file) => path.posix.dirname(file)))])
    } finally {
      sync.close()
    }
  } catch (error) {
    throw targetError(error)
  }
  if (!files.has('profile.db')) throw new AppError('backup-damaged', 'there is no database in it')
}

/** Gives the bytes that each step has written. */
async function* writePart({ name, contents }: ReadPart, into: string): AsyncGenerator<number> {
  const target = path.join(into, ...name.split('/'))
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  const file = await open(target, 'wx', 0o600)
  try {
    for await (const bytes of contents) {
      await file.appendFile(bytes)
      yield bytes.length
    }
  } finally {
    await file.close()
  }
}
