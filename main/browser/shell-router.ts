/** Answers the shell's contract for a page in an ordinary browser. What a page can do itself is done there. */
import { implement } from '@orpc/server'
import { type ShellInfo, shellContract } from '../../shared/contract/index.ts'
import { AppError } from '../../shared/errors.ts'
import type { TransferId } from '../../shared/ids.ts'
import { readLog } from '../../shared/node/log.ts'
import { Emitter, eventStream, Observable } from '../../shared/streams/index.ts'
import type { CoreProcess } from '../core-process/index.ts'
import { showInFolder } from './open.ts'

/** `profile`: absolute path of its folder. */
export function shellRouter(info: ShellInfo, core: Pick<CoreProcess, 'fileOf'>, profile: string) {
  const os = implement(shellContract).shell
  const events = new Emitter<never>()

  /** Where nobody sits at this computer, nothing is opened on it. */
  async function show(transfer: TransferId): Promise<void> {
    const file = await core.fileOf(transfer)
    if (file === null) throw new AppError('transfer-gone', 'the transfer has no file')
    if (!info.unattended) showInFolder(file)
  }

  return {
    shell: {
      info: os.info.handler(() => info),
      events: os.events.handler(({ signal }) => eventStream({ subscribe: events.on, signal })),
      preferences: os.preferences.handler(({ signal }) => new Observable(null).watch(signal)),
      changePreferences: os.changePreferences.handler(() => {}),
      profiles: os.profiles.handler(() => []),
      openProfile: os.openProfile.handler(() => {
        throw new AppError('not-found', 'no such profile')
      }),
      log: os.log.handler(() => readLog(profile)),
      updates: os.updates.handler(({ signal }) =>
        new Observable({ state: 'off', by: 'nobody' } as const).watch(signal),
      ),
      checkForUpdates: os.checkForUpdates.handler(() => {}),
      installUpdate: os.installUpdate.handler(() => {
        throw new AppError('not-found', 'no update is ready')
      }),
      restart: os.restart.handler(() => {
        throw new AppError('not-found', 'it is the user’s to start it anew')
      }),
      chooseFolder: os.chooseFolder.handler(() => null),
      showInFolder: os.showInFolder.handler(({ input }) => show(input.transferId)),
      // The browser asks the user itself.
      screens: os.screens.handler(() => null),
      chooseScreen: os.chooseScreen.handler(() => {}),
      // The page's own: its clipboard, its tabs.
      copyText: os.copyText.handler(() => {}),
      openExternal: os.openExternal.handler(() => {}),
    },
  }
}
