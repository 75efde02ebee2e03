/** Puts the parts of the Electron shell together, from start to end. */
import path from 'node:path'
import { app, powerMonitor, session } from 'electron'
import type { Logger } from 'pino'
import { maxFrameFromCore, maxFrameFromRenderer, memoryPair } from '../../shared/bridge/index.ts'
import type { ShellEvent } from '../../shared/contract/index.ts'
import { unreadIn } from '../../shared/conversation-list.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { detach } from '../../shared/errors.ts'
import { serveRouter } from '../bridge/index.ts'
import type { CoreHost } from '../core/host.ts'
import { PathTokens, startCore } from '../core-process/index.ts'
import { FilesOrigin } from '../files-origin/index.ts'
import { createOwnRelay } from '../own-relay/index.ts'
import { systemDownloads } from '../profile.ts'
import { Spool } from '../spool.ts'
import { appOrigin, serveApp } from './app-protocol.ts'
import { chosenFile } from './chosen-files.ts'
import { CoreWatch } from './core-watch.ts'
import { systemKeychain } from './keychain.ts'
import { Notifications } from './notifications.ts'
import type { LaunchOptions } from './options.ts'
import { restrictPermissions } from './permissions.ts'
import { handOutPorts } from './ports.ts'
import { Ringing } from './ringing.ts'
import { shellRouter } from './router.ts'
import { ScreenSharing } from './screen-sharing.ts'
import { SpoolWrites } from './spool-writes.ts'
import { localeFor, textsFor } from './texts/index.ts'
import { AppTray } from './tray.ts'
import { MainWindow } from './window.ts'
import { WindowEvents } from './window-events.ts'

export interface ApplicationOptions {
  readonly launch: LaunchOptions
  /** Absolute path of the profile's folder. */
  readonly profile: string
  /** SQLite's addon for a runtime that cannot load the package's own. */
  readonly sqliteBinding: string | null
  readonly log: Logger
}

export interface Application {
  /** The user started the program once more, perhaps with a link. */
  open(link: string | null): void
}

/** Shown before the settings are known. */
const beforeSettings = { notifications: 'name-and-text', theme: 'system', doNotDisturb: false } as const

/** Call it when the app is ready. Rejects with `profile-in-use` and the like. */
export async function startApplication({
  launch,
  profile,
  sqliteBinding,
  log,
}: ApplicationOptions): Promise<Application> {
  const root = app.getAppPath()
  const tokens = new PathTokens()
  let spool: Spool | undefined
  const host: CoreHost = {
    profileFolder: profile,
    unattended: launch.unattended,
    passphrase: launch.passphrase,
    downloads: launch.unattended
      ? { name: 'downloads', path: path.join(profile, 'downloads') }
      : { name: path.basename(systemDownloads()), path: systemDownloads() },
    keychain: await systemKeychain(),
    sqliteBinding,
    ownRelay: createOwnRelay({ dataFolder: path.join(profile, 'relay'), sqliteBinding, log }),
    async resolvePath(token) {
      spool?.claim(token)
      return tokens.resolve(token)
    },
  }
  const core = await startCore(host, { log })
  // After the core has taken the profile: the spool begins by tidying up.
  spool = new Spool(profile, tokens)
  const copies = new SpoolWrites(spool)
  const events = new WindowEvents<ShellEvent>()
  const watch = new CoreWatch(() => {
    const [near, far] = memoryPair(maxFrameFromCore, maxFrameFromRenderer)
    core.connect(far)
    return near
  })
  const locale = () =>
    localeFor(watch.settings.value?.language ?? 'system', app.getPreferredSystemLanguages()[0] ?? 'en')
  const texts = () => textsFor(locale())
  /** Who declines, ends or mutes looks at something else, and goes on with it. */
  const answer = (action: Extract<ShellEvent, { type: 'call-action' }>['action']) => {
    const event: ShellEvent = { type: 'call-action', action }
    if (action === 'accept') show(event)
    else events.tell(event)
  }
  let refresh = () => {}
  const window = new MainWindow({
    preload: path.join(root, 'dist/preload/index.cjs'),
    icon: path.join(root, 'assets/icons/512x512.png'),
    closeToTray: () => watch.settings.value?.closeToTray ?? false,
    attention: () => refresh(),
    crashed: (reason) => log.error({ reason }, 'the page ended; it is loaded anew'),
  })
  const show = (event?: ShellEvent) => {
    window.show()
    if (event !== undefined) events.tell(event)
  }
  const screens = new ScreenSharing(() => watch.inCall)
  screens.serve(session.defaultSession)
  const router = shellRouter({
    core,
    tokens,
    texts,
    events,
    screens,
    window: () => window.opened,
    unattended: launch.unattended,
    proposedRelay: launch.relay,
  })

  restrictPermissions(session.defaultSession, appOrigin)
  const files = new FilesOrigin({ serveFile: (token) => core.serveFile(token) })
  serveApp(session.defaultSession, path.join(root, 'dist/renderer'), files)
  handOutPorts({
    core: (channel) => core.connect(channel),
    shell: (channel) =>
      serveRouter(channel, router, {
        report: (error, procedure) =>
          log.error({ error: errorForLog(error), procedure }, 'a call of the window failed'),
      }),
    grant: (file) => chosenFile(file, tokens),
    copies,
  })

  const lock = () => {
    if (!watch.lockable) return
    detach(watch.core.profile.lock(), (error) => log.warn({ error: errorForLog(error) }, 'not locked'))
  }
  const lockWithSystem = () => {
    if (watch.settings.value?.lockWithSystem === true) lock()
  }
  const tray = new AppTray(path.join(root, 'assets/tray'), {
    open: () => show(),
    settings: () => show({ type: 'show-settings' }),
    lock: () => lock(),
    quit: () => app.quit(),
    doNotDisturb: (on) =>
      detach(watch.core.settings.change({ doNotDisturb: on }), (error) =>
        log.warn({ error: errorForLog(error) }, 'the setting was not kept'),
      ),
    call: (action) => answer(action),
  })
  const ringing = new Ringing({
    preload: path.join(root, 'dist/preload/ring.cjs'),
    flash: (on) => window.flash(on),
    answered: (answered) => (answered === 'show' ? show() : answer(answered)),
  })
  const notifications = new Notifications({
    show: (conversationId) => show({ type: 'show-conversation', conversationId }),
  })
  let closing = false
  refresh = () => {
    if (closing) return
    const list = watch.conversations.value
    const unread = unreadIn(list, Date.now())
    const { notifications: content, theme, doNotDisturb } = watch.settings.value ?? beforeSettings
    const [call, words] = [watch.call.value, texts()]
    const state = { unread, call, lockable: watch.lockable, doNotDisturb: watch.settings.value?.doNotDisturb ?? null }
    tray.update(state, words)
    notifications.messages(list, window.focused || doNotDisturb, content, words)
    ringing.update(call, window.focused, { notifications: content, theme, doNotDisturb, language: locale() }, words)
    app.setBadgeCount(unread)
  }
  watch.conversations.on(refresh)
  watch.call.on(refresh)
  watch.settings.on(refresh)
  watch.settings.on((settings) => window.hideAddresses(settings?.alwaysThroughRelay ?? false))
  watch.profile.on(refresh)
  refresh()

  // A socket that slept is dead without knowing it.
  powerMonitor.on('resume', () =>
    detach(watch.core.connection.retry(), (error) => log.warn({ error: errorForLog(error) }, 'no retry')),
  )
  powerMonitor.on('suspend', lockWithSystem)
  powerMonitor.on('lock-screen', lockWithSystem)
  app.on('activate', () => show())
  app.on('before-quit', () => window.letGo())
  app.on('window-all-closed', () => app.quit())
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    if (closing) return
    closing = true
    watch.close()
    tray.destroy()
    notifications.withdraw()
    ringing.stop()
    core
      .close()
      .then(() => host.ownRelay.stop())
      .catch((error: unknown) => log.error({ error: errorForLog(error) }, 'the core did not close'))
      .finally(() => {
        closed = true
        app.quit()
      })
  })

  const open = (link: string | null) => show(link === null ? undefined : { type: 'link', link })
  open(launch.link)
  return { open }
}
