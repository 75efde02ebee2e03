/** Everything that can be done with a message, for the menu behind its button and the one at the pointer. */
import { Copy, Download, Forward, Info, ListChecks, Pencil, Reply, SmilePlus, Trash2 } from 'lucide-react'
import type { Message } from '../../../shared/contract/conversations.ts'
import { useT } from '../../i18n/index.ts'
import { isMedia } from '../../media/index.ts'
import { MenuItem, MenuSeparator, Submenu } from '../../ui/index.ts'
import type { Abilities } from '../model/abilities.ts'
import { ownReaction, quickReactions } from '../model/reactions.ts'
import type { MessageActions } from './actions.ts'

export interface MessageMenuProps {
  readonly message: Message
  readonly abilities: Abilities
  readonly actions: MessageActions
}

export function MessageMenu({ message, abilities, actions }: MessageMenuProps) {
  const t = useT()
  const { copy } = abilities
  return (
    <>
      {abilities.reply && (
        <MenuItem
          label={t('message.reply')}
          icon={<Reply size={16} aria-hidden />}
          onAction={() => actions.reply(message)}
        />
      )}
      {abilities.react && <ReactMenu message={message} actions={actions} />}
      {abilities.edit && (
        <MenuItem
          label={t('message.edit')}
          icon={<Pencil size={16} aria-hidden />}
          onAction={() => actions.edit(message)}
        />
      )}
      {copy !== null && (
        <MenuItem label={t('message.copy')} icon={<Copy size={16} aria-hidden />} onAction={() => actions.copy(copy)} />
      )}
      {abilities.forward && (
        <MenuItem
          label={t('message.forward')}
          icon={<Forward size={16} aria-hidden />}
          onAction={() => actions.ask('forward', message)}
        />
      )}
      {isMedia(message) && (
        <MenuItem
          label={t('message.save')}
          icon={<Download size={16} aria-hidden />}
          onAction={() => actions.saveMedia(message)}
        />
      )}
      {abilities.details && (
        <MenuItem
          label={t('message.details')}
          icon={<Info size={16} aria-hidden />}
          onAction={() => actions.ask('details', message)}
        />
      )}
      <MenuItem
        label={t('message.select')}
        icon={<ListChecks size={16} aria-hidden />}
        onAction={() => actions.select(message)}
      />
      <MenuSeparator />
      <MenuItem
        danger
        label={t('message.delete')}
        icon={<Trash2 size={16} aria-hidden />}
        onAction={() => actions.ask('delete', message)}
      />
    </>
  )
}

function ReactMenu({ message, actions }: Pick<MessageMenuProps, 'message' | 'actions'>) {
  const t = useT()
  const own = ownReaction(message)
  return (
    <Submenu label={t('message.react')} icon={<SmilePlus size={16} aria-hidden />}>
      {quickReactions.map((emoji) => (
        <MenuItem
          key={emoji}
          label={t(own === emoji ? 'message.react.back' : 'message.react.with', { emoji })}
          icon={<span aria-hidden>{emoji}</span>}
          chosen={own === emoji}
          onAction={() => actions.react(message, own === emoji ? null : emoji)}
        />
      ))}
    </Submenu>
  )
}
