/**
 * A small window above all others, on every desktop, as long as a call rings and nobody looks at the main window: not
 * every system's notifications have buttons. It has no bridge to anything; what was pressed is all that it can say.
 */
import { BrowserWindow, ipcMain, screen } from 'electron'
import { RingAnswer, type RingPage, ringQuery } from '../../shared/ring-page.ts'
import { appOrigin } from './app-protocol.ts'

/** Pixels; `margin`: to the edges of the screen. */
const size = { width: 340, height: 156 }
const margin = 16

export interface RingWindowOptions {
  /** Absolute path. */
  readonly preload: string
  readonly answered: (answer: RingAnswer) => void
}

export class RingWindow {
  readonly #options: RingWindowOptions
  #window: BrowserWindow | undefined

  constructor(options: RingWindowOptions) {
    this.#options = options
    ipcMain.on('ring', ({ sender }, said: unknown) => {
      const answer = RingAnswer.safeParse(said)
      if (answer.success && sender === this.#window?.webContents) options.answered(answer.data)
    })
  }

  /** Does nothing where it is shown already. */
  show(page: RingPage): void {
    if (this.#window !== undefined) return
    const window = new BrowserWindow({
      ...size,
      ...corner(),
      show: false,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    })
    this.#window = window
    window.setAlwaysOnTop(true, 'screen-saver')
    window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true })
    // Whoever is writing elsewhere goes on writing there.
    window.once('ready-to-show', () => window.showInactive())
    window.once('closed', () => {
      if (this.#window === window) this.#window = undefined
    })
    void window.loadURL(`${appOrigin}/ring/index.html?${ringQuery(page)}`)
  }

  hide(): void {
    this.#window?.destroy()
    this.#window = undefined
  }
}

/** Where the system shows its own notifications: at the top of a Mac, at the bottom elsewhere. */
function corner(): { readonly x: number; readonly y: number } {
  const { x, y, width, height } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea
  const top = y + margin
  return {
    x: x + width - size.width - margin,
    y: process.platform === 'darwin' ? top : Math.max(top, y + height - size.height - margin),
  }
}
