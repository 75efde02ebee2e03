/** Hands messages on to other chats. */
import type { Message } from '../../../shared/contract/conversations.ts'
import { useCore } from '../../app/client.ts'
import { useT } from '../../i18n/index.ts'
import { ChooseChatsDialog } from '../../people/index.ts'
import { showToast } from '../../ui/index.ts'

export interface ForwardDialogProps {
  readonly messages: readonly Message[]
  readonly onDone?: () => void
  readonly onClose: () => void
}

export function ForwardDialog({ messages, onDone, onClose }: ForwardDialogProps) {
  const t = useT()
  const core = useCore()
  return (
    <ChooseChatsDialog
      title={t('message.forward.title')}
      action={(count) => t('message.forward.send', { count })}
      onChosen={async (to) => {
        await core.conversations.forward({ messageIds: messages.map(({ id }) => id), to })
        showToast({ text: t('message.forward.done', { count: to.length }), tone: 'success' })
        onDone?.()
      }}
      onClose={onClose}
    />
  )
}
