/** What is asked or shown about one message, a dialog each. */
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import type { Question } from '../message/actions.ts'
import { DeleteDialog } from './DeleteDialog.tsx'
import { DetailsDialog } from './DetailsDialog.tsx'
import { ForwardDialog } from './ForwardDialog.tsx'
import { VersionsDialog } from './VersionsDialog.tsx'

export interface Asked {
  readonly question: Question
  readonly message: Message
}

export interface MessageDialogsProps {
  readonly asked: Asked | null
  readonly conversation: Conversation
  readonly onLink: (url: string) => void
  readonly onClose: () => void
}

export function MessageDialogs({ asked, conversation, onLink, onClose }: MessageDialogsProps) {
  const { name } = conversation
  if (asked === null) return null
  const { question, message } = asked
  switch (question) {
    case 'delete':
      return <DeleteDialog messages={[message]} conversation={conversation} onClose={onClose} />
    case 'details':
      return <DetailsDialog message={message} name={name} onClose={onClose} />
    case 'versions':
      return <VersionsDialog message={message} onLink={onLink} onClose={onClose} />
    case 'forward':
      return <ForwardDialog messages={[message]} onClose={onClose} />
  }
}
