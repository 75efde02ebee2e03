/** Begins a chat with a username or an invite link. */
import { NotebookPen } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useCore } from '../app/client.ts'
import { useNavigation } from '../app/navigation.ts'
import { errorCodeIn, useErrorText, useT } from '../i18n/index.ts'
import { Button, Dialog, TextField } from '../ui/index.ts'
import styles from './NewChatDialog.module.css'

const formId = 'new-chat'

export function NewChatDialog() {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const { newChat, closeNewChat, openConversation } = useNavigation()
  const [text, setText] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    if (!newChat.open) return
    setText(newChat.text)
    setError(null)
  }, [newChat])

  const start = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    if (text.trim() === '') return setError({ code: 'invalid-input' })
    setBusy(true)
    setError(null)
    try {
      const { conversationId } = await core.contacts.start({ usernameOrInvite: text.trim() })
      openConversation(conversationId)
    } catch (reason) {
      setError(reason)
    } finally {
      setBusy(false)
    }
  }
  const openNotes = async (): Promise<void> => {
    try {
      const { conversationId } = await core.conversations.openNotes()
      openConversation(conversationId)
    } catch (reason) {
      setError(reason)
    }
  }
  const words = (reason: unknown): string => {
    const code = errorCodeIn(reason)
    // What these two mean in general says little here.
    if (code === 'not-found' || code === 'contact-unknown') return t('conversations.not-found')
    if (code === 'invalid-input') return t('conversations.invalid')
    return errorText(reason)
  }

  return (
    <Dialog
      title={t('conversations.new')}
      isOpen={newChat.open}
      onClose={closeNewChat}
      buttons={
        <>
          <Button onPress={closeNewChat}>{t('ui.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" isPending={busy}>
            {t('conversations.start')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void start(event)} noValidate>
        <TextField
          label={t('conversations.who')}
          description={t('conversations.who-hint')}
          error={error === null ? null : words(error)}
          value={text}
          onChange={(value) => {
            setText(value)
            setError(null)
          }}
          autoFocus
          autoComplete="off"
          spellCheck="false"
        />
      </form>
      <button type="button" className={styles.notes} onClick={() => void openNotes()}>
        <NotebookPen size={20} aria-hidden />
        <span className={styles.notesWords}>
          <span>{t('notes.open')}</span>
          <span className={styles.notesHint}>{t('notes.open-words')}</span>
        </span>
      </button>
    </Dialog>
  )
}
