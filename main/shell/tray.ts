/** The tray: shows what waits, and offers the same as the window. */
import path from 'node:path'
import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import type { Call } from '../../shared/contract/index.ts'
import type { Texts } from './texts/index.ts'

export interface TrayActions {
  readonly open: () => void
  readonly settings: () => void
  readonly lock: () => void
  readonly doNotDisturb: (on: boolean) => void
  readonly quit: () => void
  readonly call: (action: 'accept' | 'decline' | 'end' | 'mute' | 'unmute') => void
}

export interface TrayState {
  readonly unread: number
  readonly call: Call | null
  readonly lockable: boolean
  /** Null before it is known. */
  readonly doNotDisturb: boolean | null
}

type Art = 'idle' | 'unread' | 'ringing'

export class AppTray {
  readonly #images: Record<Art, Electron.NativeImage>
  readonly #actions: TrayActions
  readonly #tray: Tray
  #art: Art = 'idle'
  #shown = ''

  /** `artFolder` holds `idle`, `unread` and `ringing` as PNG, on macOS as template images. */
  constructor(artFolder: string, actions: TrayActions) {
    this.#actions = actions
    const image = (art: Art) => {
      const template = process.platform === 'darwin' ? 'Template' : ''
      return nativeImage.createFromPath(path.join(artFolder, `${art}${template}.png`))
    }
    this.#images = { idle: image('idle'), unread: image('unread'), ringing: image('ringing') }
    this.#tray = new Tray(this.#images.idle)
    this.#tray.on('click', () => actions.open())
  }

  update({ unread, call, lockable, doNotDisturb }: TrayState, texts: Texts): void {
    const shown = JSON.stringify([unread, call, lockable, doNotDisturb, texts('tray.open')])
    if (shown === this.#shown) return
    this.#shown = shown
    const ringing = call?.direction === 'incoming' && call.phase === 'ringing'
    const art: Art = ringing ? 'ringing' : unread > 0 ? 'unread' : 'idle'
    if (art !== this.#art) this.#tray.setImage(this.#images[art])
    this.#art = art
    this.#tray.setToolTip(texts('tray.tooltip', { unread }))
    const items = [...this.#callItems(call, texts), ...this.#items(lockable, doNotDisturb, texts)]
    this.#tray.setContextMenu(Menu.buildFromTemplate(items))
    // macOS puts an end to it of its own.
    app.dock?.setMenu(Menu.buildFromTemplate(items.slice(0, -2)))
  }

  destroy(): void {
    this.#tray.destroy()
  }

  #items(lockable: boolean, doNotDisturb: boolean | null, texts: Texts): MenuItemConstructorOptions[] {
    const { open, settings, lock, quit } = this.#actions
    return [
      { label: texts('tray.open'), click: open },
      { label: texts('tray.settings'), click: settings },
      ...(doNotDisturb === null
        ? []
        : [
            {
              label: texts('tray.doNotDisturb'),
              type: 'checkbox' as const,
              checked: doNotDisturb,
              click: () => this.#actions.doNotDisturb(!doNotDisturb),
            },
          ]),
      ...(lockable ? [{ label: texts('tray.lock'), click: lock }] : []),
      { type: 'separator' },
      { label: texts('tray.quit'), click: quit },
    ]
  }

  #callItems(call: Call | null, texts: Texts): MenuItemConstructorOptions[] {
    if (call === null || call.phase === 'ended') return []
    const act = this.#actions.call
    const items: MenuItemConstructorOptions[] =
      call.direction === 'incoming' && call.phase === 'ringing'
        ? [
            { label: texts('tray.ringing', { name: call.name }), enabled: false },
            { label: texts('call.accept'), click: () => act('accept') },
            { label: texts('call.decline'), click: () => act('decline') },
          ]
        : [
            { label: texts('tray.inCall', { name: call.name }), enabled: false },
            ...(call.own === null
              ? []
              : call.own.microphone
                ? [{ label: texts('call.mute'), click: () => act('mute') }]
                : [{ label: texts('call.unmute'), click: () => act('unmute') }]),
            { label: texts('call.end'), click: () => act('end') },
          ]
    return [...items, { type: 'separator' }]
  }
}
