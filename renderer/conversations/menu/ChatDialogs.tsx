/** Shows the dialog about a chat that is asked for; stands once in the frame. */
import { useConversations } from '../../app/streams.ts'
import { useT } from '../../i18n/index.ts'
import { ConfirmDialog } from '../../ui/index.ts'
import { useAsked } from './asked.ts'
import { ExportDialog } from './ExportDialog.tsx'
import { TimerDialog } from './TimerDialog.tsx'
import { useChatActions } from './use-chat-actions.ts'

const close = () => useAsked.setState({ asked: null })

export function ChatDialogs() {
  const t = useT()
  const { asked } = useAsked()
  const chat = useConversations((list) => (asked === null ? undefined : list?.find(({ id }) => id === asked.id)))
  const actions = useChatActions()
  if (asked === null || chat === undefined) return null
  if (asked.question === 'timer') return <TimerDialog chat={chat} actions={actions} onClose={close} />
  if (asked.question === 'export') return <ExportDialog chat={chat} onClose={close} />
  const { name, notes } = chat
  return (
    <ConfirmDialog
      danger
      title={notes ? t('notes.delete-title') : t('timeline.delete-title', { name })}
      action={t('timeline.delete-chat')}
      isOpen
      onConfirm={() => actions.remove(chat)}
      onClose={close}
    >
      {notes ? t('notes.delete-words') : t('timeline.delete-words', { name })}
    </ConfirmDialog>
  )
}
