/** Serves the renderer at `app://megachat/`, from the closed list of its files. */
import { protocol, type Session } from 'electron'
import { contentSecurityPolicy, pageHeaders } from '../content-security-policy.ts'
import { rendererFiles } from '../renderer-files.ts'

export const appScheme = 'app'
export const appOrigin = `${appScheme}://megachat`

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** `folder`: the built renderer. */
export function serveApp(session: Session, folder: string): void {
  const files = rendererFiles(folder)
  const headers = { ...pageHeaders, 'Content-Security-Policy': contentSecurityPolicy([], []) }
  session.protocol.handle(appScheme, (request) => {
    const url = new URL(request.url)
    const file = url.host === 'megachat' && request.method === 'GET' ? files.get(url.pathname) : undefined
    if (file === undefined) return new Response(null, { status: 404, headers })
    return new Response(file.bytes, { headers: { ...headers, 'Content-Type': file.type } })
  })
}
