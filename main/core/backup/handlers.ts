/** Answers the contract of backups. */
import { implement } from '@orpc/server'
import { backup as contract, type PathToken } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Backups } from './backups.ts'

export interface BackupDeps {
  readonly backups: Backups
  /** Absolute path. */
  readonly setFolder: (folder: string) => void
  readonly resolvePath: (token: PathToken) => Promise<{ path: string; kind: 'file' | 'folder' }>
}

export function backupRouter({ backups, setFolder, resolvePath }: BackupDeps) {
  const os = implement(contract)
  const folderOf = async (token: PathToken): Promise<string> => {
    const { path, kind } = await resolvePath(token)
    if (kind !== 'folder') throw new AppError('invalid-input', 'not a folder')
    return path
  }
  return os.router({
    watch: os.watch.handler(({ signal }) => backups.state.watch(signal)),
    setFolder: os.setFolder.handler(async ({ input }) => setFolder(await folderOf(input.folder))),
    save: os.save.handler(async function* ({ input, signal }) {
      const folder = input.folder === undefined ? null : await folderOf(input.folder)
      const steps = backups.save(folder, signal)
      try {
        let step = await steps.next()
        for (; !step.done; step = await steps.next()) yield { type: 'progress' as const, ...step.value }
        yield { type: 'done' as const, ...step.value }
      } finally {
        // Whoever stops listening stops it.
        await steps.throw(new AppError('cancelled')).catch(() => undefined)
      }
    }),
  })
}
