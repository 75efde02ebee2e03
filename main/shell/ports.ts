/** The one place where a page gets its ends of the bridge: origin and main frame are checked here, once. */
import { ipcMain, MessageChannelMain } from 'electron'
import { type Channel, electronPortChannel, maxFrameFromRenderer } from '../../shared/bridge/index.ts'
import { isHome } from './app-protocol.ts'
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
  ipcMain.on('connect', ({ senderFrame: frame }) => {
    if (!isHome(frame)) return
    // A page that connects anew has forgotten what it was copying.
    ends.copies.abortAll()
    const core = new MessageChannelMain()
    const shell = new MessageChannelMain()
    ends.core(electronPortChannel(core.port1, maxFrameFromRenderer))
    ends.shell(electronPortChannel(shell.port1, maxFrameFromRenderer))
    frame.postMessage('ports', null, [core.port2, shell.port2])
  })
  answer('grant', (path) => (typeof path === 'string' && path !== '' ? ends.grant(path) : null))
  answer('copy', (asked) => answerCopy(ends.copies, asked))
}

/** Null for whoever is not the page with the bridge. */
function answer(channel: string, take: (asked: unknown) => unknown): void {
  ipcMain.handle(channel, async ({ senderFrame }, asked: unknown) => (isHome(senderFrame) ? take(asked) : null))
}
