/**
 * Newer versions of the program: looked for in the background, fetched, checked against the publisher's own signature
 * and installed when the user says so. electron-updater fetches and installs; whom it may believe is decided here.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { AppUpdater, UpdateInfo } from 'electron-updater'
import type { Logger } from 'pino'
import type { UpdateState } from '../../../shared/contract/index.ts'
import { errorForLog } from '../../../shared/error-log.ts'
import { AppError } from '../../../shared/errors.ts'
import { Observable } from '../../../shared/streams/index.ts'
import { isSigned, sha512Of } from './signature.ts'
import type { UpdateSource } from './source.ts'

/** Milliseconds after a start until the first look, and between two. */
const firstLookAfter = 10_000
const lookEvery = 6 * 60 * 60 * 1000

export interface UpdatesOptions {
  readonly source: UpdateSource
  /** Ends everything but the program itself, so that a new one finds the profile free. */
  readonly letGo: () => Promise<void>
  readonly log: Logger
}

/** An entry of the feed: electron-updater's, with our signature beside its hash. */
interface FeedFile {
  readonly sha512: string
  readonly signature?: unknown
}

export class Updates {
  readonly #options: UpdatesOptions
  readonly #state: Observable<UpdateState>
  #updater: AppUpdater | undefined
  #downloaded: { readonly file: string; readonly info: UpdateInfo } | undefined
  #unsigned = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: UpdatesOptions) {
    const { source } = options
    this.#options = options
    this.#state = new Observable<UpdateState>(
      source.kind === 'off' ? { state: 'off', by: source.by } : { state: 'current', checkedAt: null },
    )
    if (source.kind === 'feed') this.#later(firstLookAfter)
  }

  watch(signal?: AbortSignal) {
    return this.#state.watch(signal)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  /** Looks now. Never rejects: the state says what came of it. */
  async check(): Promise<void> {
    const { state } = this.#state.value
    if (state === 'off' || state === 'checking' || state === 'downloading' || state === 'ready') return
    this.#state.set({ state: 'checking' })
    this.#unsigned = false
    try {
      const updater = await this.#loaded()
      const found = await updater.checkForUpdates()
      // Said by the event `error` too.
      found?.downloadPromise?.catch(() => {})
      if (this.#unsigned) this.#state.set({ state: 'failed', reason: 'unsigned' })
      else if (found === null || !found.isUpdateAvailable) this.#state.set({ state: 'current', checkedAt: Date.now() })
    } catch (error) {
      this.#failed(error)
    }
    this.#later(lookEvery)
  }

  /** Ends the program and starts the new one. Raises `not-found` where nothing is ready. */
  async install(): Promise<void> {
    const downloaded = this.#downloaded
    const updater = this.#updater
    if (downloaded === undefined || updater === undefined) throw new AppError('not-found', 'no update is ready')
    // What was fetched has lain on the disk since.
    const hash = await sha512Of(downloaded.file)
    if (!this.#signed(downloaded.info).some(({ sha512 }) => sha512 === hash)) {
      this.#downloaded = undefined
      this.#state.set({ state: 'failed', reason: 'unsigned' })
      return
    }
    await this.#options.letGo()
    // Of this program only the process is left: where the new one cannot take its place, the old one starts again.
    updater.once('error', startAgain)
    updater.quitAndInstall(false, true)
  }

  async #loaded(): Promise<AppUpdater> {
    const { source, log } = this.#options
    if (this.#updater !== undefined || source.kind === 'off') return this.#updater as AppUpdater
    const { default: library } = await import('electron-updater')
    const updater = library.autoUpdater
    updater.logger = null
    updater.autoInstallOnAppQuit = false
    updater.allowDowngrade = false
    updater.disableWebInstaller = true
    if (source.development) {
      updater.forceDevUpdateConfig = true
      updater.updateConfigPath = developmentFeed(source.url)
    }
    updater.isUpdateSupported = (info) => {
      // One feed may serve both processors of a system: what is not signed for this one is not there for it.
      const signed = this.#signed(info)
      info.files.splice(0, info.files.length, ...signed)
      this.#unsigned = signed.length === 0
      if (this.#unsigned) log.error({ version: info.version }, 'an update without a good signature was refused')
      return !this.#unsigned
    }
    updater.on('update-available', (info) => this.#state.set({ state: 'downloading', ...newer(info), fraction: 0 }))
    updater.on('download-progress', ({ percent }) => {
      const { value } = this.#state
      if (value.state === 'downloading') this.#state.set({ ...value, fraction: Math.min(1, percent / 100) })
    })
    updater.on('update-downloaded', (info) => {
      this.#downloaded = { file: info.downloadedFile, info }
      this.#state.set({ state: 'ready', ...newer(info) })
    })
    updater.on('error', (error) => this.#failed(error))
    this.#updater = updater
    return updater
  }

  /** Those of its files that are signed for this system and processor. */
  #signed({ version, files }: UpdateInfo): UpdateInfo['files'] {
    const { source } = this.#options
    if (source.kind === 'off') return []
    const platform = `${process.platform}-${process.arch}`
    return files.filter((file: FeedFile) =>
      isSigned({ version, platform, sha512: file.sha512 }, file.signature, source.keys),
    )
  }

  #failed(error: unknown): void {
    this.#options.log.warn({ error: errorForLog(error) }, 'no update could be fetched')
    if (this.#unsigned) return
    this.#state.set({ state: 'failed', reason: 'unreachable' })
  }

  #later(pause: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.check(), pause)
    this.#timer.unref()
  }
}

/** What packaging writes as `app-update.yml`. */
function developmentFeed(url: string): string {
  const file = path.join(app.getPath('userData'), 'app-update.yml')
  writeFileSync(file, `provider: generic\nurl: ${JSON.stringify(url)}\nupdaterCacheDirName: megachat-updater\n`)
  return file
}

function startAgain(): void {
  const { APPIMAGE } = process.env
  app.relaunch(APPIMAGE === undefined ? {} : { execPath: APPIMAGE })
  app.exit(1)
}

function newer({ version, releaseNotes }: UpdateInfo): { version: string; notes: string | null } {
  return { version, notes: typeof releaseNotes === 'string' ? releaseNotes : null }
}
