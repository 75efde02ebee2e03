/** The one place where a page gets its ends of the bridge: origin and main frame are checked here, once. */
import { ipcMain, MessageChannelMain } from 'electron'
import { type Channel, electronPortChannel, maxFrameFromRenderer } from '../../shared/bridge/index.ts'
import { isOurs } from './app-protocol.ts'
import { answerCopy } from './copy-calls.ts'
import type { SpoolWrites } from './spool-writes.ts'

export interface Ends {
  readonly core: (channel: Channel) => void
  readonly shell: (channel: Channel) => void
  /** Turns a local path into what the page may know of it; null where the path is of no file. */
  readonly grant: (path: string) => Promise<unknown>
  /** Takes in what has no path. */
  readonly copies: SpoolWrites
}

/** A port carries no sender afterwards and dies with its frame. */
export function handOutPorts(ends: Ends): void {
  ipcMain.on('connect', (event) => {
    const frame = event.senderFrame
    if (frame === null || !isOurs(frame)) return
    // A page that connects anew has forgotten what it was copying.
    ends.copies.abortAll()
    const core = new MessageChannelMain()
    const shell = new MessageChannelMain()
    ends.core(electronPortChannel(core.port1, maxFrameFromRenderer))
    ends.shell(electronPortChannel(shell.port1, maxFrameFromRenderer))
    frame.postMessage('ports', null, [core.port2, shell.port2])
  })
  ipcMain.handle('grant', (event, path: unknown) => {
    if (event.senderFrame === null || !isOurs(event.senderFrame)) return null
    return typeof path === 'string' && path !== '' ? ends.grant(path) : null
  })
  ipcMain.handle('copy', async (event, asked: unknown) => {
    if (event.senderFrame === null || !isOurs(event.senderFrame)) return null
    return answerCopy(ends.copies, asked)
  })
}
