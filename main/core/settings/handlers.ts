/** Answers the contract of settings. */
import { implement } from '@orpc/server'
import { settings as contract, PathToken } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import type { ProfileSettings } from './settings.ts'

export interface SettingsDeps {
  readonly settings: ProfileSettings
  /** What a token of the shell stands for. */
  readonly resolvePath: (token: PathToken) => Promise<{ path: string; kind: 'file' | 'folder' }>
  readonly isThere: (conversation: ConversationId) => boolean
}

export function settingsRouter({ settings, resolvePath, isThere }: SettingsDeps) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => settings.watch(signal)),
    change: os.change.handler(({ input }) => settings.change(input)),
    view: os.view.handler(() => {
      const { view } = settings
      return view !== null && view.conversation !== null && !isThere(view.conversation) ? null : view
    }),
    keepView: os.keepView.handler(({ input }) => settings.keepView(input)),
    setDownloadFolder: os.setDownloadFolder.handler(async ({ input }) => {
      const token = PathToken.safeParse(input.folder)
      if (!token.success) throw new AppError('invalid-input')
      const { path, kind } = await resolvePath(token.data)
      if (kind !== 'folder') throw new AppError('invalid-input', 'not a folder')
      settings.setDownloadFolder(path)
    }),
  })
}
