/** The one window: sandboxed, shown when it is ready, hidden instead of closed where the tray keeps the application, else minimised. */
import path from 'node:path'
import { app, BrowserWindow, nativeImage, screen } from 'electron'
import type { Preferences } from '../../shared/contract/index.ts'
import { home } from './app-protocol.ts'
import { type Place, placeOn, sizeIn } from './preferences/index.ts'
import { showsTrayIcons } from './tray-host.ts'

/** Pause before a page whose process has ended is loaded anew, in milliseconds: one that ends at once must not keep the computer busy. */
const reloadPause = 1000

/** Pause after which a window that was moved is taken to stay, in milliseconds. */
const settledAfter = 500

/** `behind-proxy`: what the page sends goes through a proxy or not at all. */
export type AddressesHidden = 'no' | 'local' | 'behind-proxy'

const policies = {
  no: 'default',
  local: 'default_public_interface_only',
  'behind-proxy': 'disable_non_proxied_udp',
} as const

/** Nobody waits longer for a page, in milliseconds. */
const drawnAfter = 3000

/** How the page is shown; see `Preferences`. */
export type Look = Pick<Preferences, 'zoom' | 'contentProtection'>

export interface WindowOptions {
  readonly preload: string
  readonly icon: string
  readonly overlayIcon: string
  /** Where it was before. */
  readonly place: Place | null
  readonly look: Look
  /** The user has put it somewhere. */
  readonly moved: (place: Place) => void
  /** A window that exists now: for menus and the like. */
  readonly opened: (window: BrowserWindow) => void
  /** Asked when the user closes the window. */
  readonly closeToTray: () => boolean
  /** The user has begun to look at it, or looks elsewhere. */
  readonly attention: () => void
  /** The page's process has ended by itself; the page is loaded anew. */
  readonly crashed: (reason: string) => void
}

export class MainWindow {
  readonly #options: WindowOptions
  #window: BrowserWindow | undefined
  #quitting = false
  #onDrawn: () => void = () => {}
  #addressesHidden: AddressesHidden = 'no'
  #look: Look
  #place: Place | null
  #overlay: string | null = null

  constructor(options: WindowOptions) {
    this.#options = options
    this.#look = options.look
    this.#place = options.place
    this.drawn = new Promise((resolve) => {
      this.#onDrawn = resolve
      setTimeout(resolve, drawnAfter)
    })
  }

  /** Resolves when the first page is drawn, or takes too long. */
  readonly drawn: Promise<void>

  /** The window, opened if it is not there. */
  get opened(): BrowserWindow {
    return this.#window ?? this.#open()
  }

  get focused(): boolean {
    return this.#window?.isFocused() ?? false
  }

  /** Loads the page without showing it, so that it can ring; where no tray would bring it back, minimised. */
  openHidden(): void {
    const window = this.#open({ hidden: true })
    if (!showsTrayIcons()) window.minimize()
  }

  /** Opens it, or brings it to the front. */
  show(): void {
    if (this.#quitting) return
    if (this.#window === undefined) {
      // Shows itself when it is ready.
      this.#open()
      return
    }
    if (this.#window.isMinimized()) this.#window.restore()
    this.#window.show()
    this.#window.focus()
  }

  /** Its entry in the task bar asks for attention, or no longer; one that is looked at needs none. */
  flash(on: boolean): void {
    if (!on || !this.focused) this.#window?.flashFrame(on)
  }

  /**
   * Keeps the computer's addresses in its own networks from the page, where the user hides them from others: then even
   * a page that was taken over finds none (RFC 8828: modes 1, 3 and 4).
   */
  hideAddresses(hidden: AddressesHidden): void {
    this.#addressesHidden = hidden
    this.#window?.webContents.setWebRTCIPHandlingPolicy(policies[hidden])
  }

  /** A small picture over its entry in the task bar, where there is such a thing; null for none. */
  overlay(words: string | null): void {
    if (process.platform !== 'win32' || words === this.#overlay) return
    this.#overlay = words
    this.#window?.setOverlayIcon(
      words === null ? null : nativeImage.createFromPath(this.#options.overlayIcon),
      words ?? '',
    )
  }

  setLook(look: Look): void {
    this.#look = look
    this.#window?.setContentProtection(look.contentProtection ?? false)
    this.#window?.webContents.setZoomFactor(look.zoom)
  }

  /** From now on closing really closes. */
  letGo(): void {
    this.#quitting = true
  }

  #open({ hidden = false } = {}): BrowserWindow {
    const place = placeOn(
      screen.getAllDisplays().map(({ workArea }) => workArea),
      this.#place,
    )
    const window = new BrowserWindow({
      ...(place ?? sizeIn(screen.getPrimaryDisplay().workArea)),
      minWidth: 360,
      // On a small screen at 200 % no more is left.
      minHeight: 360,
      show: false,
      icon: this.#options.icon,
      autoHideMenuBar: true,
      webPreferences: {
        preload: path.resolve(this.#options.preload),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        // Chromium has dictionaries of its own nowhere else.
        spellcheck: process.platform === 'darwin',
        devTools: !app.isPackaged,
        // A call goes on when its window is covered.
        backgroundThrottling: false,
        // A call rings before anybody has touched the page.
        autoplayPolicy: 'no-user-gesture-required',
      },
    })
    this.#window = window
    if (place?.maximized === true && !hidden) window.maximize()
    window.once('ready-to-show', () => {
      if (!hidden) window.show()
    })
    // Chromium keeps a factor for each origin, and forgets it with the page.
    window.webContents.on('dom-ready', () => this.setLook(this.#look))
    window.webContents.once('did-finish-load', () => this.#onDrawn())
    this.#keepPlace(window)
    window.on('close', (event) => {
      if (this.#quitting || !this.#options.closeToTray()) return
      event.preventDefault()
      if (showsTrayIcons()) window.hide()
      else window.minimize()
    })
    for (const event of ['focus', 'blur'] as const) window.on(event as 'focus', () => this.#options.attention())
    window.on('closed', () => {
      this.#window = undefined
      this.#overlay = null
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (this.#quitting) return
      this.#options.crashed(reason)
      setTimeout(() => {
        if (!window.isDestroyed()) window.webContents.reload()
      }, reloadPause)
    })
    this.hideAddresses(this.#addressesHidden)
    this.#options.opened(window)
    void window.loadURL(home)
    return window
  }

  /** Remembers where the user puts it; of a maximised one, where it was before. */
  #keepPlace(window: BrowserWindow): void {
    let settled: NodeJS.Timeout | undefined
    const note = () => {
      clearTimeout(settled)
      if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
      this.#place = { ...window.getNormalBounds(), maximized: window.isMaximized() }
      this.#options.moved(this.#place)
    }
    const later = () => {
      clearTimeout(settled)
      settled = setTimeout(note, settledAfter)
    }
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', later)
    window.on('close', note)
  }
}
