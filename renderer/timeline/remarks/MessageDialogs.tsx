/** What is asked or shown about one message, a dialog each. */
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import type { Question } from '../message/actions.ts'
import { DeleteDialog } from './DeleteDialog.tsx'
import { DetailsDialog } from './DetailsDialog.tsx'
import { ForwardDialog } from './ForwardDialog.tsx'
import { VersionsDialog } from './VersionsDialog.tsx'

export interface Asked {
  readonly question: Question
  /** One, or for some questions several. */
  readonly messages: readonly Message[]
}

export interface MessageDialogsProps {
  readonly asked: Asked | null
  readonly conversation: Conversation
  readonly onLink: (url: string) => void
  /** It was done: what was chosen need not be any more. */
  readonly onDone: () => void
  readonly onClose: () => void
}

export function MessageDialogs({ asked, conversation, onLink, onDone, onClose }: MessageDialogsProps) {
  if (asked === null) return null
  const { question, messages } = asked
  const [message] = messages
  if (message === undefined) return null
  switch (question) {
    case 'delete':
      return <DeleteDialog messages={messages} conversation={conversation} onDone={onDone} onClose={onClose} />
    case 'details':
      return <DetailsDialog message={message} conversation={conversation} onClose={onClose} />
    case 'versions':
      return <VersionsDialog message={message} onLink={onLink} onClose={onClose} />
    case 'forward':
      return <ForwardDialog messages={messages} onDone={onDone} onClose={onClose} />
  }
}
