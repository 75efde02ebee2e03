/** What a row can ask for; the same object for all rows of a conversation. */
import type { Message } from '../../../shared/contract/conversations.ts'
import type { MessageId } from '../../../shared/ids.ts'
import type { MediaMessage } from '../../media/index.ts'
import type { Point } from '../../ui/index.ts'

/** What a dialog is opened for. */
export type Question = 'delete' | 'versions' | 'details' | 'forward'

export interface MessageActions {
  readonly copy: (text: string) => void
  readonly openLink: (url: string) => void
  readonly resend: (message: Message) => void
  readonly call: (media: 'voice' | 'video') => void
  readonly showSafetyNumber: () => void
  readonly openMedia: (message: MediaMessage) => void
  readonly saveMedia: (message: Message) => void
  readonly reply: (message: Message) => void
  readonly edit: (message: Message) => void
  /** Null takes the own reaction back. */
  readonly react: (message: Message, emoji: string | null) => void
  readonly jump: (id: MessageId) => void
  readonly ask: (question: Question, message: Message) => void
  /** Begins to choose several. */
  readonly select: (message: Message) => void
  /** Chooses it as well, or no longer; `range`: all up to the one before. */
  readonly toggle: (message: Message, range: boolean) => void
  /** Opens the message's menu at a point of the window. */
  readonly openMenu: (message: Message, at: Point) => void
}
