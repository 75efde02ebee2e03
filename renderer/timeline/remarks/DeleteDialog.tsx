/** Asks for whom messages are deleted. */
import type { Conversation, Message } from '../../../shared/contract/conversations.ts'
import { detach } from '../../../shared/errors.ts'
import { useCore } from '../../app/client.ts'
import { useReport } from '../../app/report.ts'
import { useT } from '../../i18n/index.ts'
import { Button, Dialog } from '../../ui/index.ts'
import { abilitiesOf } from '../model/abilities.ts'

export interface DeleteDialogProps {
  readonly messages: readonly Message[]
  readonly conversation: Conversation
  readonly onDone?: () => void
  readonly onClose: () => void
}

export function DeleteDialog({ messages, conversation, onDone, onClose }: DeleteDialogProps) {
  const t = useT()
  const core = useCore()
  const report = useReport()
  const { name, notes } = conversation
  const count = messages.length
  const everyone = messages.every((message) => abilitiesOf(message, conversation).deleteForEveryone)
  const remove = (forEveryone: boolean) => {
    onClose()
    onDone?.()
    detach(core.conversations.delete({ messageIds: messages.map(({ id }) => id), everyone: forEveryone }), report)
  }
  return (
    <Dialog
      role="alertdialog"
      title={t('message.delete.title', { count })}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose} autoFocus>
            {t('ui.cancel')}
          </Button>
          <Button variant={everyone ? 'secondary' : 'danger'} onPress={() => remove(false)}>
            {t(notes ? 'message.delete' : 'message.delete.me')}
          </Button>
          {everyone && (
            <Button variant="danger" onPress={() => remove(true)}>
              {t('message.delete.everyone')}
            </Button>
          )}
        </>
      }
    >
      <p>{notes ? t('message.delete.words-notes') : t('message.delete.words', { count, name })}</p>
      {everyone && <p>{t('message.delete.words-everyone', { name })}</p>}
    </Dialog>
  )
}
