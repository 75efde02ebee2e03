/** Serves the renderer at `app://megachat/`, from the closed list of its files, and files under tokens at `app://files/`. */
import { Readable } from 'node:stream'
import { protocol, type Session, type WebFrameMain } from 'electron'
import { contentSecurityPolicy, pageHeaders } from '../content-security-policy.ts'
import type { FileAnswer, FileRequest, FilesOrigin } from '../files-origin/index.ts'
import { rendererFiles } from '../renderer-files.ts'

export const appScheme = 'app'
export const appOrigin = `${appScheme}://megachat`
/** Another origin than the page's: files are nobody's page. */
export const filesOrigin = `${appScheme}://files`

/** The address of the page with the bridge. */
export const home = `${appOrigin}/`

/** Whether it is the whole of the page with the bridge; another page of ours has none. */
export function isHome(frame: WebFrameMain | null): frame is WebFrameMain {
  return frame !== null && frame.parent === null && frame.url.replace(/[?#].*$/, '') === home
}

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** `folder`: the built renderer. `origin`: answers at the files origin. */
export function serveApp(session: Session, folder: string, origin: FilesOrigin): void {
  const files = rendererFiles(folder)
  const headers = { ...pageHeaders, 'Content-Security-Policy': contentSecurityPolicy({ files: filesOrigin }) }
  session.protocol.handle(appScheme, async (request) => {
    const url = new URL(request.url)
    if (url.host === 'files') return fileResponse(await origin.answer(fileRequest(request, url)))
    const file = url.host === 'megachat' && request.method === 'GET' ? files.get(url.pathname) : undefined
    if (file === undefined) return new Response(null, { status: 404, headers })
    return new Response(file.bytes, { headers: { ...headers, 'Content-Type': file.type } })
  })
}

const fileRequest = ({ method, headers }: Request, { pathname }: URL): FileRequest => ({
  method,
  path: pathname,
  range: headers.get('range'),
})

function fileResponse({ status, headers, body }: FileAnswer): Response {
  const stream = body === null ? null : (Readable.toWeb(Readable.from(body)) as ReadableStream<Uint8Array>)
  return new Response(stream, { status, headers: { ...headers } })
}
