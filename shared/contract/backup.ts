/** Contract of backups: the whole profile in one encrypted file. Bringing one back is `profile.restore`. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { ErrorSchema } from './error.ts'
import { PathToken } from './transfers.ts'

/** Bytes. */
export const Progress = z.object({ done: z.number(), total: z.number() })

export const BackupState = z.object({
  /** Name of the folder into which they are made by themselves, for display. */
  folder: z.string(),
  /** The last one that was made by itself. `at`: milliseconds since the epoch; `size`: bytes. */
  last: z.object({ at: z.number(), name: z.string(), size: z.number() }).nullable(),
  running: Progress.nullable(),
  /** Why the last attempt failed; it is tried again by itself. */
  error: ErrorSchema.nullable(),
})
export type BackupState = z.infer<typeof BackupState>

export const SaveEvent = z.discriminatedUnion('type', [
  Progress.extend({ type: z.literal('progress') }),
  /** The last event. `name`: of the file; `size`: bytes. */
  z.object({ type: z.literal('done'), name: z.string(), size: z.number() }),
])
export type SaveEvent = z.infer<typeof SaveEvent>

export const backup = {
  /** Of those that are made by themselves, as often as the setting `backupEvery` says. */
  watch: oc.output(eventIterator(BackupState)),
  /** Where they are made by themselves. Raises `not-found`. */
  setFolder: oc.input(z.object({ folder: PathToken })).output(z.void()),
  /**
   * Makes one now, in `folder` or where received files go, and reads it back. Whoever stops listening stops it, and what
   * was written goes. Raises `disk-full`, `folder-unwritable`, `profile-damaged`, `backup-running`.
   */
  save: oc.input(z.object({ folder: PathToken.optional() })).output(eventIterator(SaveEvent)),
}
