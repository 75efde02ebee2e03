/** Answers the contract of settings. */
import { implement } from '@orpc/server'
import { settings as contract, PathToken } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ProfileSettings } from './settings.ts'

/** `resolvePath`: what a token of the shell stands for. */
export function settingsRouter(
  settings: ProfileSettings,
  resolvePath: (token: PathToken) => Promise<{ path: string; kind: 'file' | 'folder' }>,
) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => settings.watch(signal)),
    change: os.change.handler(({ input }) => settings.change(input)),
    setDownloadFolder: os.setDownloadFolder.handler(async ({ input }) => {
      const token = PathToken.safeParse(input.folder)
      if (!token.success) throw new AppError('invalid-input')
      const { path, kind } = await resolvePath(token.data)
      if (kind !== 'folder') throw new AppError('invalid-input', 'not a folder')
      settings.setDownloadFolder(path)
    }),
  })
}
