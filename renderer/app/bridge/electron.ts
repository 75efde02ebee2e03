/** The way to core and shell in Electron, through what the preload script offers. */
import { domPortChannel, maxFrameFromCore } from '../../../shared/bridge/index.ts'
import { ChosenFile } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Channels } from './reconnecting.ts'

/** What `preload/index.ts` puts into the page. */
export interface Preload {
  /** Asks for new ports; they come as the message `megachat:ports` of this window: core, then shell. */
  connect(): void
  grant(file: File): Promise<unknown>
}

/** Undefined outside Electron. */
export const preload = (): Preload | undefined => (window as { megachat?: Preload }).megachat

export function openPorts(offered: Preload): Promise<Channels> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [core, shell] = event.ports
      if (event.source !== window || event.data !== 'megachat:ports' || !core || !shell) return
      window.removeEventListener('message', receive)
      resolve({ core: domPortChannel(core, maxFrameFromCore), shell: domPortChannel(shell, maxFrameFromCore) })
    }
    window.addEventListener('message', receive)
    offered.connect()
  })
}

/** Raises `file-unreadable`. */
export async function grantByPath(offered: Preload, file: File): Promise<ChosenFile> {
  const chosen = await offered.grant(file)
  if (chosen === null) throw new AppError('file-unreadable', 'not a file on this computer')
  return ChosenFile.parse(chosen)
}
