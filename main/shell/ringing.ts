/** Everything by which the desktop says that a call comes in while nobody looks at the window. Silent: the page rings. */
import { app, Notification } from 'electron'
import type { Call, Settings } from '../../shared/contract/index.ts'
import type { RingAnswer } from '../../shared/ring-page.ts'
import { RingWindow } from './ring-window.ts'
import type { Texts } from './texts/index.ts'

export interface RingingOptions {
  /** Absolute path of the small window's preload script. */
  readonly preload: string
  readonly answered: (answer: RingAnswer) => void
  /** The task bar's entry asks for attention, or no longer. */
  readonly flash: (on: boolean) => void
}

export interface RingingSettings extends Pick<Settings, 'notifications' | 'theme'> {
  /** The user wants to be left alone. */
  readonly quiet: boolean
  readonly language: 'en' | 'de'
}

export class Ringing {
  readonly #options: RingingOptions
  readonly #window: RingWindow
  #notification: Notification | undefined
  #bounce: number | undefined
  #rings: Call['id'] | null = null

  constructor(options: RingingOptions) {
    this.#options = options
    this.#window = new RingWindow(options)
  }

  /** `attended`: the user looks at the main window, which shows the call itself. */
  update(call: Call | null, attended: boolean, settings: RingingSettings, texts: Texts): void {
    const rings = call !== null && call.direction === 'incoming' && call.phase === 'ringing' && !settings.quiet
    if (!rings) {
      this.stop()
      return
    }
    if (this.#rings !== call.id) this.#begin(call, settings, texts)
    if (attended) this.#window.hide()
    else this.#showWindow(call, settings, texts)
  }

  stop(): void {
    if (this.#rings === null) return
    this.#rings = null
    this.#window.hide()
    // The desktop keeps notifications, also of a program that has ended: none may go on ringing.
    this.#notification?.close()
    this.#notification = undefined
    this.#options.flash(false)
    if (this.#bounce !== undefined) app.dock?.cancelBounce(this.#bounce)
    this.#bounce = undefined
  }

  #begin(call: Call, settings: RingingSettings, texts: Texts): void {
    this.stop()
    this.#rings = call.id
    this.#options.flash(true)
    this.#bounce = app.dock?.bounce('critical')
    const notification = new Notification({
      title: nameOf(call, settings, texts),
      body: texts(call.media === 'video' ? 'notification.videoCall' : 'notification.voiceCall'),
      urgency: 'critical',
      timeoutType: 'never',
      silent: true,
      // Shown on macOS alone; elsewhere the small window has them.
      actions: [{ type: 'button', text: texts('call.accept') }],
      closeButtonText: texts('call.decline'),
    })
    notification.on('click', () => this.#options.answered('show'))
    notification.on('action', () => this.#options.answered('accept'))
    notification.show()
    this.#notification = notification
  }

  #showWindow(call: Call, settings: RingingSettings, texts: Texts): void {
    const { language, theme } = settings
    const name = nameOf(call, settings, texts)
    // The colour of an avatar is as telling as its letters.
    const id = settings.notifications === 'nothing' ? '' : call.conversationId
    this.#window.show({ name, id, media: call.media, language, theme })
  }
}

const nameOf = (call: Call, { notifications }: Pick<Settings, 'notifications'>, texts: Texts): string =>
  notifications === 'nothing' ? texts('notification.someone') : call.name
