/** Puts the parts of the Electron shell together, from start to end. */
import path from 'node:path'
import { app, powerMonitor, session } from 'electron'
import type { Logger } from 'pino'
import { maxFrameFromCore, maxFrameFromRenderer, memoryPair } from '../../shared/bridge/index.ts'
import { type ShellEvent, zoomSteps } from '../../shared/contract/index.ts'
import { errorForLog } from '../../shared/error-log.ts'
import { detach } from '../../shared/errors.ts'
import { ConversationId } from '../../shared/ids.ts'
import { serveRouter } from '../bridge/index.ts'
import type { CoreHost } from '../core/host.ts'
import { launchCore, PathTokens, type WarmCore } from '../core-process/index.ts'
import { FilesOrigin } from '../files-origin/index.ts'
import { createOwnRelay } from '../own-relay/index.ts'
import { defaultProfileFolder, systemDownloads } from '../profile.ts'
import { Spool } from '../spool.ts'
import { appOrigin, serveApp } from './app-protocol.ts'
import { chosenFile } from './chosen-files.ts'
import { CoreWatch } from './core-watch.ts'
import { type CallAction, Desk } from './desk.ts'
import { setJumpList } from './jump-list.ts'
import { systemKeychain } from './keychain.ts'
import { loginItem, startOf } from './login-item.ts'
import { offerContextMenu } from './menus/context-menu.ts'
import type { LaunchOptions, OpenRequest } from './options.ts'
import { followNetwork } from './page-network.ts'
import { restrictPermissions } from './permissions.ts'
import { handOutPorts } from './ports.ts'
import { KeptFile, ShellPreferences } from './preferences/index.ts'
import { Profiles } from './profiles.ts'
import { wayTo } from './proxies.ts'
import { offerReload } from './recovery.ts'
import { shellRouter } from './router.ts'
import { ScreenSharing } from './screen-sharing.ts'
import { setSpellCheck } from './spell-check.ts'
import { SpoolWrites } from './spool-writes.ts'
import { localeFor, textsFor } from './texts/index.ts'
import { Updates, updateSession, updateSource } from './updates/index.ts'
import { MainWindow } from './window.ts'
import { WindowEvents } from './window-events.ts'

export interface ApplicationOptions {
  readonly launch: LaunchOptions
  /** Absolute path of the profile's folder. */
  readonly profile: string
  /** SQLite's addon for a runtime that cannot load the package's own. */
  readonly sqliteBinding: string | null
  /** Loads beside everything else. */
  readonly core: WarmCore
  /** Called once everything has been let go. */
  readonly ended: () => void
  readonly log: Logger
}

export interface Application {
  /** The user started the program once more, perhaps with something in mind. */
  open(request: OpenRequest): void
}

/** Call it when the app is ready. Rejects with `profile-in-use` and the like. */
export async function startApplication({
  launch,
  profile,
  sqliteBinding,
  core: warm,
  ended,
  log,
}: ApplicationOptions): Promise<Application> {
  const root = app.getAppPath()
  const tokens = new PathTokens()
  const spool = new Spool(profile, tokens)
  const kept = new KeptFile(path.join(profile, 'shell.json'))
  const autostart = loginItem(launch.profile)
  const preferences = new ShellPreferences({ kept, autostart, platform: process.platform })
  const host: Omit<CoreHost, 'keychain'> = {
    profileFolder: profile,
    unattended: launch.unattended,
    passphrase: launch.passphrase,
    downloads: launch.unattended
      ? { name: 'downloads', path: path.join(profile, 'downloads') }
      : { name: path.basename(systemDownloads()), path: systemDownloads() },
    sqliteBinding,
    ownRelay: createOwnRelay({ dataFolder: path.join(profile, 'relay'), sqliteBinding, log }),
    proxyFor: (relayUrl) => wayTo(relayUrl, preferences.current.proxy, session.defaultSession),
    async resolvePath(token) {
      spool.claim(token)
      return tokens.resolve(token)
    },
  }
  // The window opens before the keychain is asked, which may take its time: its page loads as long as the core does.
  const withKeychain = async (): Promise<CoreHost> => {
    // All that follows up to the window.
    await Promise.resolve()
    return { ...host, keychain: await systemKeychain() }
  }
  const { core, started } = launchCore(withKeychain(), { log, warm })
  // Whether it did is asked at the end.
  started.catch(() => {})
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
  const answer = (action: CallAction) => {
    const event: ShellEvent = { type: 'call-action', action }
    if (action === 'accept') show(event)
    else events.tell(event)
  }
  /** Nobody waits for it; on a full disk things are as they were after the next start. */
  const keep = (change: () => void) => {
    try {
      change()
    } catch (error) {
      log.warn({ error: errorForLog(error) }, 'a preference was not kept')
    }
  }
  let refresh = () => {}
  let desk: Desk | undefined
  let [closing, closed] = [false, false]
  const window = new MainWindow({
    preload: path.join(root, 'dist/preload/index.cjs'),
    icon: path.join(root, 'assets/icons/512x512.png'),
    overlayIcon: path.join(root, 'assets/tray/overlay.png'),
    place: kept.value.window,
    look: preferences.current,
    moved: (place) => keep(() => kept.change({ window: place })),
    opened: (shown) => {
      offerContextMenu(shown.webContents, texts)
      offerReload(shown, texts, log)
    },
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
  /** Ends everything but the program itself. Never rejects. */
  const letGo = async () => {
    closing = true
    window.letGo()
    watch.close()
    updates.close()
    desk?.close()
    try {
      await core.close()
      await host.ownRelay.stop()
    } catch (error) {
      log.error({ error: errorForLog(error) }, 'the core did not close')
    }
    closed = true
    ended()
    // Whoever comes next need not wait until this process is gone.
    app.releaseSingleInstanceLock()
  }
  const updates = new Updates({ source: updateSource(), letGo, log })
  const router = shellRouter({
    core,
    profile,
    tokens,
    texts,
    events,
    screens,
    preferences,
    updates,
    profiles: new Profiles({ first: defaultProfileFolder(), current: profile, start: startOf }),
    window: () => window.opened,
    unattended: launch.unattended,
    safeMode: launch.safeMode,
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
  const spellCheck = () => preferences.current.spellCheck && !launch.safeMode
  setSpellCheck(session.defaultSession, spellCheck())
  followNetwork({ preferences, watch, window, core, sessions: [session.defaultSession, updateSession()], log })
  preferences.on((changed) => {
    window.setLook(changed)
    setSpellCheck(session.defaultSession, spellCheck())
    refresh()
  })
  // A socket that slept is dead without knowing it.
  powerMonitor.on('resume', () =>
    detach(watch.core.connection.retry(), (error) => log.warn({ error: errorForLog(error) }, 'no retry')),
  )
  powerMonitor.on('suspend', lockWithSystem)
  powerMonitor.on('lock-screen', lockWithSystem)
  app.on('activate', () => show())
  app.on('before-quit', () => window.letGo())
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    if (!closing) void letGo().finally(() => app.quit())
  })

  const open = (request: OpenRequest) => show(eventOf(request))
  if (launch.hidden && eventOf(launch.request) === undefined) window.openHidden()
  else open(launch.request)
  // All that the desktop shows besides comes after the page, which takes longest.
  await window.drawn

  desk = new Desk({
    root,
    watch,
    menu: {
      shortcuts: () => show({ type: 'show-shortcuts' }),
      zoom: (direction) => keep(() => preferences.change({ zoom: zoomed(preferences.current.zoom, direction) })),
    },
    open: () => show(),
    settings: () => show({ type: 'show-settings' }),
    lock,
    answer,
    doNotDisturb: (on) =>
      detach(watch.core.settings.change({ doNotDisturb: on }), (error) =>
        log.warn({ error: errorForLog(error) }, 'the setting was not kept'),
      ),
    showConversation: (conversationId) => show({ type: 'show-conversation', conversationId }),
    flash: (on) => window.flash(on),
    overlay: (words) => window.overlay(words),
    reply: (id, text) => {
      const conversationId = ConversationId.safeParse(id)
      if (!conversationId.success) return
      detach(watch.core.conversations.sendText({ conversationId: conversationId.data, text }), (error) => {
        log.warn({ error: errorForLog(error) }, 'a reply from a notification was not sent')
        // What was written must not be lost: the chat says why it did not go.
        show({ type: 'show-conversation', conversationId: id })
      })
    },
  })
  refresh = () => {
    if (!closing)
      desk?.update({ attended: window.focused, preferences: preferences.current, locale: locale(), texts: texts() })
  }
  watch.conversations.on(refresh)
  watch.calls.on(refresh)
  watch.settings.on(refresh)
  const offer = () => setJumpList(profile, texts())
  watch.settings.on(offer)
  offer()
  watch.profile.on(refresh)
  refresh()

  await started
  spool.begin()
  return { open }
}

function eventOf({ link, show }: OpenRequest): ShellEvent | undefined {
  if (link !== null) return { type: 'link', link }
  if (show === 'settings') return { type: 'show-settings' }
  return show === 'new-chat' ? { type: 'new-chat' } : undefined
}

/** The next step in a direction; 0 for the usual size. */
function zoomed(zoom: (typeof zoomSteps)[number], direction: 1 | -1 | 0): (typeof zoomSteps)[number] {
  if (direction === 0) return 1
  return zoomSteps[zoomSteps.indexOf(zoom) + direction] ?? zoom
}
