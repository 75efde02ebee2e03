/** What is at hand beside the message one is at. */
import { Ellipsis, Reply } from 'lucide-react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useT } from '../../i18n/index.ts'
import { IconButton, MenuButton } from '../../ui/index.ts'
import type { Abilities } from '../model/abilities.ts'
import type { MessageActions } from './actions.ts'
import { MessageMenu } from './MessageMenu.tsx'
import styles from './message.module.css'
import { ReactButton } from './ReactButton.tsx'

export interface MessageToolsProps {
  readonly message: Message
  readonly abilities: Abilities
  readonly actions: MessageActions
  /** One of them has opened something, which shall not go with the pointer. */
  readonly onOpenChange: (open: boolean) => void
}

export function MessageTools({ message, abilities, actions, onOpenChange }: MessageToolsProps) {
  const t = useT()
  return (
    <div className={styles.tools}>
      {abilities.react && <ReactButton message={message} onReact={actions.react} onOpenChange={onOpenChange} />}
      {abilities.reply && (
        <IconButton
          label={t('message.reply')}
          icon={<Reply size={18} aria-hidden />}
          size="small"
          tooltip="top"
          onPress={() => actions.reply(message)}
        />
      )}
      <MenuButton
        label={t('message.menu')}
        icon={<Ellipsis size={18} aria-hidden />}
        size="small"
        tooltip="top"
        placement="bottom"
        onOpenChange={onOpenChange}
      >
        <MessageMenu message={message} abilities={abilities} actions={actions} />
      </MenuButton>
    </div>
  )
}
