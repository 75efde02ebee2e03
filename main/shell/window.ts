/** The one window: sandboxed, shown when it is ready, hidden instead of closed where the tray keeps the application, else minimised. */
import path from 'node:path'
import { BrowserWindow } from 'electron'
import { home } from './app-protocol.ts'
import { showsTrayIcons } from './tray-host.ts'

/** Pause before a page whose process has ended is loaded anew, in milliseconds: one that ends at once must not keep the computer busy. */
const reloadPause = 1000

export interface WindowOptions {
  readonly preload: string
  readonly icon: string
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
  #addressesHidden = false

  constructor(options: WindowOptions) {
    this.#options = options
  }

  /** The window, opened if it is not there. */
  get opened(): BrowserWindow {
    return this.#window ?? this.#open()
  }

  get focused(): boolean {
    return this.#window?.isFocused() ?? false
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
   * a page that was taken over finds none (draft-ietf-rtcweb-ip-handling, mode 3).
   */
  hideAddresses(hidden: boolean): void {
    this.#addressesHidden = hidden
    this.#window?.webContents.setWebRTCIPHandlingPolicy(hidden ? 'default_public_interface_only' : 'default')
  }

  /** From now on closing really closes. */
  letGo(): void {
    this.#quitting = true
  }

  #open(): BrowserWindow {
    const window = new BrowserWindow({
      width: 1120,
      height: 760,
      minWidth: 360,
      minHeight: 480,
      show: false,
      icon: this.#options.icon,
      autoHideMenuBar: true,
      webPreferences: {
        preload: path.resolve(this.#options.preload),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        // A call goes on when its window is covered.
        backgroundThrottling: false,
        // A call rings before anybody has touched the page.
        autoplayPolicy: 'no-user-gesture-required',
      },
    })
    this.#window = window
    window.once('ready-to-show', () => window.show())
    window.on('close', (event) => {
      if (this.#quitting || !this.#options.closeToTray()) return
      event.preventDefault()
      if (showsTrayIcons()) window.hide()
      else window.minimize()
    })
    for (const event of ['focus', 'blur'] as const) window.on(event as 'focus', () => this.#options.attention())
    window.on('closed', () => {
      this.#window = undefined
    })
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (this.#quitting) return
      this.#options.crashed(reason)
      setTimeout(() => {
        if (!window.isDestroyed()) window.webContents.reload()
      }, reloadPause)
    })
    this.hideAddresses(this.#addressesHidden)
    void window.loadURL(home)
    return window
  }
}
