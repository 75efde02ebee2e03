/** Notifications of the operating system for new messages and missed calls. Shows as much as the settings allow. */
import { Notification } from 'electron'
import type { Conversation, Settings } from '../../shared/contract/index.ts'
import { isMuted } from '../../shared/conversation-list.ts'
import type { Texts } from './texts/index.ts'

export interface NotificationActions {
  readonly show: (conversationId: string) => void
  readonly reply: (conversationId: string, text: string) => void
}

type Content = Settings['notifications']

export class Notifications {
  readonly #actions: NotificationActions
  readonly #unread = new Map<string, number>()
  readonly #shown = new Map<string, Notification>()
  #known = false

  constructor(actions: NotificationActions) {
    this.#actions = actions
  }

  /** `attended`: the user looks at the window, so nothing needs to be said. */
  messages(list: readonly Conversation[], attended: boolean, content: Content, texts: Texts): void {
    const now = Date.now()
    for (const conversation of list) {
      const before = this.#unread.get(conversation.id) ?? 0
      this.#unread.set(conversation.id, conversation.unread)
      if (conversation.unread === 0) this.#withdraw(conversation.id)
      else if (this.#known && !attended && conversation.unread > before && !isMuted(conversation, now))
        this.#announce(conversation, content, texts)
    }
    const present = new Set(list.map(({ id }) => id as string))
    for (const id of this.#shown.keys()) if (!present.has(id)) this.#withdraw(id)
    // What waited before the start is shown by the badge, not announced anew.
    this.#known = true
  }

  /** The desktop keeps notifications, also of a program that has ended: none may stay. */
  withdraw(): void {
    for (const id of [...this.#shown.keys()]) this.#withdraw(id)
  }

  #announce(conversation: Conversation, content: Content, texts: Texts): void {
    this.#withdraw(conversation.id)
    const notification = new Notification({
      title: content === 'nothing' ? texts('notification.newMessage') : conversation.name,
      // macOS alone has a field for it.
      hasReply: conversation.state === 'accepted',
      replyPlaceholder: texts('notification.reply'),
      body: plain(content === 'name-and-text' ? bodyOf(conversation, texts) : texts('notification.newMessage')),
    })
    notification.on('click', () => this.#actions.show(conversation.id))
    notification.on('reply', (_event, text) => {
      if (text.trim() !== '') this.#actions.reply(conversation.id, text)
    })
    this.#shown.set(conversation.id, notification)
    notification.show()
  }

  #withdraw(id: string): void {
    this.#shown.get(id)?.close()
    this.#shown.delete(id)
  }
}

function bodyOf({ state, preview }: Conversation, texts: Texts): string {
  if (preview?.kind === 'call') return texts('notification.missedCall')
  if (state === 'request') return texts('notification.newRequest')
  if (preview?.kind === 'file') return texts('notification.file', { name: preview.text })
  if (preview?.kind === 'contact') return texts('notification.contact', { name: preview.text })
  if (preview !== null && preview.text === '' && isMedia(preview.kind)) return texts(`notification.${preview.kind}`)
  return preview !== null && preview.text !== '' ? preview.text : texts('notification.newMessage')
}

const isMedia = (kind: string): kind is 'picture' | 'video' | 'audio' | 'voice' =>
  kind === 'picture' || kind === 'video' || kind === 'audio' || kind === 'voice'

/**
 * On Linux a body is markup with links (Desktop Notifications Specification, "Markup"), and Electron passes it on as it is:
 * what others write must not become any.
 */
function plain(text: string): string {
  if (process.platform !== 'linux') return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
