/** The menu of a message at the pointer; one for the whole timeline. */
import type { Conversation, Message } from '../../shared/contract/conversations.ts'
import { useT } from '../i18n/index.ts'
import { MenuAt, type Point } from '../ui/index.ts'
import type { MessageActions } from './message/actions.ts'
import { MessageMenu } from './message/MessageMenu.tsx'
import { abilitiesOf } from './model/abilities.ts'

export interface OpenedMenu {
  readonly message: Message
  readonly at: Point
}

export interface MessageMenuAtProps {
  readonly opened: OpenedMenu | null
  readonly conversation: Conversation
  readonly actions: MessageActions
  readonly onClose: () => void
}

export function MessageMenuAt({ opened, conversation, actions, onClose }: MessageMenuAtProps) {
  const t = useT()
  return (
    <MenuAt label={t('message.menu')} at={opened?.at ?? null} onClose={onClose}>
      {opened && (
        <MessageMenu message={opened.message} abilities={abilitiesOf(opened.message, conversation)} actions={actions} />
      )}
    </MenuAt>
  )
}
