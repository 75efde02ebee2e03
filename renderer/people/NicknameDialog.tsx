/** Calls a contact by another name, here alone. */
import { type FormEvent, useState } from 'react'
import type { Contact } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { Button, Dialog, TextField } from '../ui/index.ts'

const formId = 'nickname'

export function NicknameDialog({ contact, onClose }: { readonly contact: Contact; readonly onClose: () => void }) {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const [nickname, setNickname] = useState(contact.nickname)
  const [error, setError] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await core.contacts.setNickname({ id: contact.id, nickname: nickname.trim() })
      onClose()
    } catch (reason) {
      setError(errorText(reason))
    }
  }
  return (
    <Dialog
      title={t('people.nickname.title', { name: contact.ownName })}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary">
            {t('ui.save')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void save(event)} noValidate>
        <TextField
          label={t('people.nickname')}
          description={t('people.nickname.words')}
          placeholder={contact.ownName}
          error={error}
          value={nickname}
          onChange={setNickname}
          maxLength={64}
          autoFocus
          autoComplete="off"
        />
      </form>
    </Dialog>
  )
}
