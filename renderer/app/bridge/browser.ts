/** The way to core and shell in the browser shell: two sockets. */
import { type Channel, type Link, maxFrameFromCore, socketChannel } from '../../../shared/bridge/index.ts'
import { ShellInfo } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Admission } from './admission.ts'
import type { Channels } from './reconnecting.ts'

export async function openSockets(admission: Admission): Promise<Channels> {
  const core = await openSocket('core', admission)
  try {
    return { core, shell: await openSocket('shell', admission) }
  } catch (error) {
    core.close()
    throw error
  }
}

/** Rejects where the socket does not open; the browser does not say why. */
function openSocket(name: keyof Channels, { base, secret }: Admission): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}${base}${name}`, ['megachat', secret])
    socket.addEventListener('open', () => resolve(socketChannel(socket, maxFrameFromCore)))
    socket.addEventListener('close', () => reject(new AppError('bridge-closed')))
  })
}

/** Does in the page what only the page can: its clipboard, its tabs, its user's language. */
export function withPage(shell: Link): Link {
  return {
    async call(path, input, options) {
      switch (path.join('.')) {
        case 'shell.info': {
          const info = ShellInfo.parse(await shell.call(path, input, options))
          return { ...info, systemLanguage: navigator.language }
        }
        case 'shell.copyText':
          return navigator.clipboard.writeText((input as { text: string }).text)
        case 'shell.openExternal':
          return openTab((input as { url: string }).url)
        default:
          return shell.call(path, input, options)
      }
    },
  }
}

/** Raises `invalid-input` for anything but the web and mail. */
function openTab(url: string): void {
  const { protocol } = new URL(url)
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) throw new AppError('invalid-input', 'not an address to open')
  window.open(url, '_blank', 'noopener,noreferrer')
}
