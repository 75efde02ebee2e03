/** Shows the recovery phrase again, after the passphrase where there is one. */
import { type FormEvent, useEffect, useId, useState } from 'react'
import { useCore } from '../app/client.ts'
import { usePassphraseError } from '../app/passphraseError.ts'
import { useT } from '../i18n/index.ts'
import { RecoveryPhrase } from '../onboarding/index.ts'
import { Banner, Button, Dialog, PassphraseField } from '../ui/index.ts'
import { useAttempt } from './change.ts'
import styles from './Settings.module.css'

export interface RecoveryDialogProps {
  /** The passphrase comes first. */
  readonly asks: boolean
  readonly onClose: () => void
}

export function RecoveryDialog({ asks, onClose }: RecoveryDialogProps) {
  const [phrase, setPhrase] = useState<readonly string[] | null>(null)
  if (phrase !== null) return <Words phrase={phrase} onClose={onClose} />
  return asks ? (
    <Question onPhrase={setPhrase} onClose={onClose} />
  ) : (
    <Fetching onPhrase={setPhrase} onClose={onClose} />
  )
}

function Words({ phrase, onClose }: { readonly phrase: readonly string[]; readonly onClose: () => void }) {
  const t = useT()
  return (
    <Dialog
      title={t('security.recovery')}
      width="wide"
      isOpen
      onClose={onClose}
      buttons={<Button onPress={onClose}>{t('ui.close')}</Button>}
    >
      <Banner tone="warning">{t('security.recovery.warning')}</Banner>
      <RecoveryPhrase words={phrase} />
    </Dialog>
  )
}

interface StepProps {
  readonly onPhrase: (phrase: readonly string[]) => void
  readonly onClose: () => void
}

/** Without a passphrase the words are there at once; nothing stands here meanwhile. */
function Fetching({ onPhrase, onClose }: StepProps) {
  const core = useCore()
  const attempt = useAttempt()
  useEffect(() => {
    let wanted = true
    void attempt(async () => {
      const phrase = await core.profile.recoveryPhrase({})
      if (wanted) onPhrase(phrase)
    }).then((shown) => {
      if (!shown && wanted) onClose()
    })
    return () => {
      wanted = false
    }
  }, [core, attempt, onPhrase, onClose])
  return null
}

function Question({ onPhrase, onClose }: StepProps) {
  const t = useT()
  const core = useCore()
  const form = useId()
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const { words, waiting } = usePassphraseError(failure)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || waiting || passphrase === '') return
    setBusy(true)
    setFailure(null)
    try {
      onPhrase(await core.profile.recoveryPhrase({ passphrase }))
    } catch (error) {
      setFailure(error)
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={t('security.recovery')}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            isPending={busy}
            isDisabled={waiting || passphrase === ''}
          >
            {t('security.recovery.show')}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.dialogForm} onSubmit={submit} noValidate>
        <p>{t('security.recovery.ask')}</p>
        <PassphraseField
          label={t('security.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          autoComplete="current-password"
          maxLength={1024}
          autoFocus
          error={words}
        />
      </form>
    </Dialog>
  )
}
