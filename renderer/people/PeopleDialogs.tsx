/** Shows the dialog about a contact that is asked for; stands once in the frame. */
import { useCore } from '../app/client.ts'
import { useContacts } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { showToast } from '../ui/index.ts'
import { useAsked } from './asked.ts'
import { ChooseChatsDialog } from './ChooseChatsDialog.tsx'
import { NicknameDialog } from './NicknameDialog.tsx'

const close = () => useAsked.setState({ asked: null })

export function PeopleDialogs() {
  const t = useT()
  const core = useCore()
  const { asked } = useAsked()
  const contact = useContacts((list) => (asked === null ? undefined : list?.find(({ id }) => id === asked.id)))
  if (asked === null || contact === undefined) return null
  if (asked.question === 'nickname') return <NicknameDialog contact={contact} onClose={close} />
  return (
    <ChooseChatsDialog
      title={t('people.share.title', { name: contact.name })}
      action={(count) => t('people.share.send', { count })}
      offers={(chat) => chat.contact !== contact.id}
      onChosen={async (to) => {
        await core.conversations.sendContact({ contact: contact.id, to })
        showToast({ text: t('people.share.done', { count: to.length }), tone: 'success' })
      }}
      onClose={close}
    />
  )
}
