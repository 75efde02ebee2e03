/** To another relay: which one, and under which name there. */
import { type FormEvent, useId, useState } from 'react'
import type { Account } from '../../shared/contract/index.ts'
import { useCore } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { type ChosenRelay, fieldOf, RelayChoice, relayOf, useRelayCheck } from '../onboarding/index.ts'
import { Banner, Button, Dialog, showToast, TextField } from '../ui/index.ts'
import styles from './Settings.module.css'

export interface MoveDialogProps {
  readonly account: Account
  readonly onClose: () => void
}

export function MoveDialog({ account, onClose }: MoveDialogProps) {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const form = useId()
  const [choice, setChoice] = useState<ChosenRelay>({ relay: 'relay', address: '', reach: 'network' })
  const [username, setUsername] = useState(account.username)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const look = useRelayCheck(choice.relay === 'relay' ? choice.address : '')
  const field = failure === null ? null : fieldOf(failure, choice)
  const isFilled = username.trim() !== '' && (choice.relay === 'own' || choice.address.trim() !== '')

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || !isFilled) return
    setBusy(true)
    setFailure(null)
    try {
      await core.profile.move({ relay: relayOf(choice), username: username.trim() })
      // The house stands anew by now, and this dialog is gone.
      showToast({ tone: 'success', text: t('settings.move.done') })
      onClose()
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }
  const close = () => {
    if (!busy) onClose()
  }

  const host = look.state === 'found' ? look.check.host : null
  const name = username.trim().toLowerCase()
  return (
    <Dialog
      title={t('settings.move.title')}
      isOpen
      onClose={close}
      buttons={
        <>
          <Button onPress={close} isDisabled={busy}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" form={form} variant="primary" isPending={busy} isDisabled={!isFilled}>
            {t('settings.move.action')}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.dialogForm} onSubmit={(event) => void submit(event)} noValidate>
        <p>{t(account.ownRelay ? 'settings.move.words-own' : 'settings.move.words')}</p>
        <RelayChoice
          answers={choice}
          onChange={(part) => {
            setChoice((before) => ({ ...before, ...part }))
            setFailure(null)
          }}
          look={look}
          error={field === 'address' ? errorText(failure) : null}
          withOwn={!account.ownRelay}
        />
        <TextField
          label={t('onboarding.username')}
          description={
            host && name
              ? t('onboarding.username.address', { address: `${name}@${host}` })
              : t('onboarding.username.hint')
          }
          value={username}
          maxLength={64}
          autoComplete="username"
          spellCheck="false"
          error={field === 'username' ? errorText(failure) : null}
          onChange={(text) => {
            setUsername(text)
            setFailure(null)
          }}
        />
        {failure !== null && field === null && (
          <Banner tone="danger" role="alert">
            {errorText(failure)}
          </Banner>
        )}
      </form>
    </Dialog>
  )
}
