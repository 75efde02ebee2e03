/** Answers the shell's part of the contract. */

import { implement } from '@orpc/server'
import { app, type BrowserWindow, clipboard, shell } from 'electron'
import { type ShellEvent, type ShellInfo, shellContract } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { TransferId } from '../../shared/ids.ts'
import { readLog } from '../../shared/node/log.ts'
import { eventStream } from '../../shared/streams/index.ts'
import type { CoreProcess, PathTokens } from '../core-process/index.ts'
import { filesOrigin } from './app-protocol.ts'
import { chooseFolder } from './chosen-files.ts'
import { openExternal } from './external-links.ts'
import { startOf } from './login-item.ts'
import { isFree } from './mute-key.ts'
import type { ShellPreferences } from './preferences/index.ts'
import type { Profiles } from './profiles.ts'
import type { ScreenSharing } from './screen-sharing.ts'
import type { Texts } from './texts/index.ts'
import type { Updates } from './updates/index.ts'
import type { WindowEvents } from './window-events.ts'

export interface ShellDependencies {
  readonly core: CoreProcess
  /** Absolute path of the profile's folder. */
  readonly profile: string
  readonly tokens: PathTokens
  readonly window: () => BrowserWindow
  readonly texts: () => Texts
  readonly events: WindowEvents<ShellEvent>
  readonly screens: ScreenSharing
  readonly preferences: ShellPreferences
  readonly updates: Updates
  readonly profiles: Profiles
  readonly unattended: boolean
  readonly safeMode: boolean
  readonly proposedRelay: string | null
}

export function shellRouter(dependencies: ShellDependencies) {
  const { core, profile, tokens, window, texts, events, screens, preferences, updates, profiles } = dependencies
  const os = implement(shellContract).shell
  const fileOf = async (transfer: TransferId) => {
    const file = await core.fileOf(transfer)
    if (file === null) throw new AppError('transfer-gone', 'there is no file of this transfer')
    return file
  }
  return {
    shell: {
      info: os.info.handler(() => infoOf(dependencies)),
      events: os.events.handler(({ signal }) => eventStream({ subscribe: events.on, signal })),
      preferences: os.preferences.handler(({ signal }) => preferences.watch(signal)),
      changePreferences: os.changePreferences.handler(({ input }) => {
        if (typeof input.muteKey === 'string' && !isFree(input.muteKey)) throw new AppError('key-taken')
        preferences.change(input)
      }),
      profiles: os.profiles.handler(() => profiles.list()),
      openProfile: os.openProfile.handler(({ input }) => profiles.open(input.number)),
      log: os.log.handler(() => readLog(profile)),
      updates: os.updates.handler(({ signal }) => updates.watch(signal)),
      checkForUpdates: os.checkForUpdates.handler(() => updates.check()),
      installUpdate: os.installUpdate.handler(() => updates.install()),
      restart: os.restart.handler(() => {
        const { program, args } = startOf(profile)
        app.relaunch({ execPath: program, args: [...args] })
        app.quit()
      }),
      chooseFolder: os.chooseFolder.handler(() => chooseFolder(window(), tokens, texts())),
      showInFolder: os.showInFolder.handler(async ({ input }) =>
        shell.showItemInFolder(await fileOf(input.transferId)),
      ),
      screens: os.screens.handler(() => screens.list()),
      chooseScreen: os.chooseScreen.handler(({ input }) => screens.choose(input)),
      copyText: os.copyText.handler(({ input }) => clipboard.writeText(input.text)),
      openExternal: os.openExternal.handler(({ input }) => openExternal(input.url, window(), texts())),
    },
  }
}

function infoOf({ unattended, safeMode, proposedRelay }: ShellDependencies): ShellInfo {
  const { platform } = process
  return {
    shell: 'electron',
    version: app.getVersion(),
    platform: platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other',
    systemLanguage: app.getPreferredSystemLanguages()[0] ?? app.getLocale(),
    unattended,
    safeMode,
    proposedRelay,
    filesOrigin,
  }
}
