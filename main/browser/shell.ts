/** The browser shell put together: host, core, web server. Has no knowledge of the command line or of signals. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Logger } from 'pino'
import { maxFrameFromRenderer, socketChannel } from '../../shared/bridge/index.ts'
import type { FileToken, ShellInfo } from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { serveRouter } from '../bridge/index.ts'
import type { CoreHost, OwnRelay } from '../core/host.ts'
import { PathTokens, startCore } from '../core-process/index.ts'
import { FilesOrigin } from '../files-origin/index.ts'
import { systemDownloads } from '../profile.ts'
import type { RendererFile } from '../renderer-files.ts'
import { Spool } from '../spool.ts'
import { FilesServer } from './files-server.ts'
import { systemKeyring } from './keyring.ts'
import { proxyOfEnvironment } from './proxies.ts'
import { newReopenKey, offerReopening } from './reopen.ts'
import { WebServer } from './server.ts'
import { Session } from './session.ts'
import { shellRouter } from './shell-router.ts'

export interface ShellOptions {
  /** Absolute path of the profile's folder; made where there is none. */
  readonly profile: string
  readonly port: number
  readonly passphrase: string | null
  readonly proposedRelay: string | null
  readonly version: string
  readonly files: ReadonlyMap<string, RendererFile>
  readonly ownRelay: OwnRelay
  readonly log: Logger
  /** Opens an address in the user's browser; null where nobody sits at this computer. */
  readonly openPage: ((url: string) => void) | null
  /** The core's module; for tests. */
  readonly coreEntry?: URL
}

export interface RunningShell {
  /** Leads to the page, once. */
  readonly url: string
  close(): Promise<void>
}

/** Rejects with `profile-in-use`, or with the system's error where the port cannot be had. */
export async function startShell(options: ShellOptions): Promise<RunningShell> {
  const { profile, ownRelay, log, openPage } = options
  const unattended = openPage === null
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  const tokens = new PathTokens()
  let spool: Spool | undefined
  const host: CoreHost = {
    profileFolder: profile,
    unattended,
    passphrase: options.passphrase,
    downloads: downloads(profile, unattended),
    keychain: await systemKeyring(unattended ? 'unattended' : 'attended'),
    sqliteBinding: null,
    ownRelay,
    proxyFor: async () => proxyOfEnvironment(process.env),
    async resolvePath(token) {
      spool?.claim(token)
      return tokens.resolve(token)
    },
  }
  const core = await startCore(host, options.coreEntry ? { log, entry: options.coreEntry } : { log })
  try {
    // After the core has taken the profile: the spool begins by tidying up.
    spool = new Spool(profile, tokens)
    spool.begin()
    const session = new Session()
    const report = (error: unknown, procedure?: string) =>
      log.error({ error: errorForLog(error), procedure }, 'the shell failed')
    const key = newReopenKey()
    const serveFile = (token: FileToken) => core.serveFile(token)
    const origin = new FilesOrigin({ serveFile })
    const filesServer = await FilesServer.start({ files: origin, report })
    const router = shellRouter(shellInfo(options, filesServer.origin), core, profile)
    const server: WebServer = await WebServer.start({
      ...{ port: options.port, files: options.files, filesOrigin: filesServer.origin, session, spool, report },
      reopen: openPage && { key, open: () => openPage(pageOf(server, session)) },
      onSocket(name, socket) {
        const channel = socketChannel(socket, maxFrameFromRenderer)
        if (name === 'core') core.connect(channel)
        else serveRouter(channel, router, { report })
      },
    })
    const withdraw = openPage ? offerReopening(profile, server.origin, key) : () => {}
    const url = pageOf(server, session)
    openPage?.(url)
    return {
      url,
      async close() {
        withdraw()
        await server.close()
        await filesServer.close()
        await core.close()
        await ownRelay.stop()
      },
    }
  } catch (error) {
    await core.close()
    throw error
  }
}

const pageOf = (server: WebServer, session: Session) => `${server.origin}/#${session.newToken()}`

/** Nobody chooses a folder in an unattended start, so what it receives stays with the profile. */
function downloads(profile: string, unattended: boolean): CoreHost['downloads'] {
  const folder = unattended ? path.join(profile, 'downloads') : systemDownloads()
  return { name: path.basename(folder), path: folder }
}

function shellInfo({ version, openPage, proposedRelay }: ShellOptions, filesOrigin: string): ShellInfo {
  const known = (['linux', 'darwin', 'win32'] as const).find((platform) => platform === process.platform)
  const systemLanguage = Intl.DateTimeFormat().resolvedOptions().locale
  const unattended = openPage === null
  return {
    shell: 'browser',
    version,
    platform: known ?? 'other',
    systemLanguage,
    unattended,
    safeMode: false,
    proposedRelay,
    filesOrigin,
  }
}
