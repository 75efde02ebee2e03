/** The way to core and shell in the browser shell: two sockets, and copies of chosen files. */
import { type Channel, type Link, maxFrameFromCore, socketChannel } from '../../../shared/bridge/index.ts'
import { ChosenFile, ErrorSchema, ShellInfo } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { GrantOptions } from '../client.ts'
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

/** Copies `file` into the profile. Raises `disk-full`, `file-unreadable`, `file-changed`, `cancelled`. */
export function grantByCopy(admission: Admission, file: File, options: GrantOptions = {}): Promise<ChosenFile> {
  const { signal, onProgress } = options
  const query = new URLSearchParams({ name: file.name, size: String(file.size) })
  // fetch tells nothing of how far an upload is.
  const request = new XMLHttpRequest()
  const abort = () => request.abort()
  const answer = new Promise<ChosenFile>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total === 0 ? 1 : loaded / total))
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(ChosenFile.parse(JSON.parse(request.responseText)))
      else reject(refusal(request.responseText))
    })
    request.addEventListener('error', () => reject(new AppError('file-unreadable')))
    request.addEventListener('abort', () => reject(new AppError('cancelled')))
    if (signal?.aborted) reject(new AppError('cancelled'))
  })
  if (!signal?.aborted) {
    signal?.addEventListener('abort', abort)
    request.open('POST', `${admission.base}files?${query}`)
    request.setRequestHeader('Authorization', `Bearer ${admission.secret}`)
    request.send(file)
  }
  return answer.finally(() => signal?.removeEventListener('abort', abort))
}

function refusal(body: string): AppError {
  const refused = ErrorSchema.safeParse(parseJson(body))
  if (!refused.success) return new AppError('internal', 'the shell did not take the file')
  return new AppError(refused.data.code, refused.data.message, refused.data.data)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
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
