/** What of the desktop, besides the window, shows how things stand: tray, menu, badge, notifications, ringing, sleep, keys. */
import path from 'node:path'
import { app } from 'electron'
import type { Preferences, Settings, ShellEvent } from '../../shared/contract/index.ts'
import { unreadIn } from '../../shared/conversation-list.ts'
import { isQuiet } from '../../shared/quiet.ts'
import { Awake } from './awake.ts'
import type { CoreWatch } from './core-watch.ts'
import { type MenuActions, setApplicationMenu } from './menus/application-menu.ts'
import { MuteKey } from './mute-key.ts'
import { Notifications } from './notifications.ts'
import { Ringing } from './ringing.ts'
import type { Texts } from './texts/index.ts'
import { AppTray } from './tray.ts'

export type CallAction = Extract<ShellEvent, { type: 'call-action' }>['action']

export interface DeskOptions {
  /** Absolute path of the application's folder. */
  readonly root: string
  readonly watch: CoreWatch
  readonly menu: Omit<MenuActions, 'settings' | 'lock'>
  readonly open: () => void
  readonly settings: () => void
  readonly lock: () => void
  readonly doNotDisturb: (on: boolean) => void
  readonly answer: (action: CallAction) => void
  readonly showConversation: (id: string) => void
  readonly flash: (on: boolean) => void
  /** Words for the picture over the task bar's entry; null for none. */
  readonly overlay: (words: string | null) => void
  readonly reply: (conversationId: string, text: string) => void
}

/** Shown before the settings are known. */
const beforeSettings = {
  notifications: 'name-and-text',
  theme: 'system',
  doNotDisturb: false,
  quietHours: null,
} as const satisfies Partial<Settings>

export interface DeskState {
  /** The user looks at the window. */
  readonly attended: boolean
  readonly preferences: Preferences
  readonly locale: 'en' | 'de'
  readonly texts: Texts
}

export class Desk {
  readonly #options: DeskOptions
  readonly #tray: AppTray
  readonly #notifications: Notifications
  readonly #ringing: Ringing
  readonly #awake = new Awake()
  readonly #muteKey: MuteKey
  #menu = ''
  #badge = 0

  constructor(options: DeskOptions) {
    const { root, open, settings, lock, doNotDisturb, answer, showConversation, flash } = options
    this.#options = options
    this.#tray = new AppTray(path.join(root, 'assets/tray'), {
      ...{ open, settings, lock, doNotDisturb },
      quit: () => app.quit(),
      call: answer,
    })
    this.#ringing = new Ringing({
      preload: path.join(root, 'dist/preload/ring.cjs'),
      flash,
      answered: (answered) => (answered === 'show' ? open() : answer(answered)),
    })
    this.#notifications = new Notifications({ show: showConversation, reply: options.reply })
    this.#muteKey = new MuteKey(() => answer(options.watch.call?.own?.microphone === false ? 'unmute' : 'mute'))
  }

  update({ attended, preferences, locale, texts }: DeskState): void {
    const { watch } = this.#options
    const { lockable } = watch
    const [list, call] = [watch.conversations.value, watch.call]
    const unread = unreadIn(list, Date.now())
    const settings = watch.settings.value ?? beforeSettings
    const { notifications: content, theme } = settings
    const quiet = isQuiet(settings, new Date())
    this.#tray.update({ unread, call, lockable, doNotDisturb: watch.settings.value?.doNotDisturb ?? null }, texts)
    this.#notifications.messages(list, attended || quiet, content, texts)
    this.#ringing.update(call, attended, { notifications: content, theme, quiet, language: locale }, texts)
    this.#awake.update(call)
    this.#muteKey.update(preferences.muteKey, watch.inCall)
    this.#setMenu(lockable, locale, texts)
    if (unread !== this.#badge) app.setBadgeCount(unread)
    this.#badge = unread
    this.#options.overlay(unread > 0 ? texts('tray.tooltip', { unread }) : null)
  }

  close(): void {
    this.#tray.destroy()
    this.#notifications.withdraw()
    this.#ringing.stop()
    this.#awake.update(null)
    this.#muteKey.update(null, false)
  }

  /** A menu that is open closes when it is set anew. */
  #setMenu(lockable: boolean, locale: string, texts: Texts): void {
    const { menu, settings, lock } = this.#options
    const wanted = `${lockable} ${locale}`
    if (wanted === this.#menu) return
    this.#menu = wanted
    setApplicationMenu({ ...menu, settings, lock }, { lockable }, texts)
  }
}
