/** Sets, changes or removes the passphrase. */
import { type FormEvent, useId, useState } from 'react'
import { useCore } from '../app/client.ts'
import { usePassphraseError } from '../app/passphraseError.ts'
import { errorCodeIn, useT } from '../i18n/index.ts'
import { NewPassphrase, passphraseStrength } from '../onboarding/index.ts'
import { Banner, Button, Dialog, PassphraseField, showToast } from '../ui/index.ts'
import styles from './Settings.module.css'

export type PassphraseChange = 'choose' | 'change' | 'remove'

export function PassphraseDialog({ kind, onClose }: { readonly kind: PassphraseChange; readonly onClose: () => void }) {
  const t = useT()
  const core = useCore()
  const form = useId()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const [tooShort, setTooShort] = useState(false)
  const [differs, setDiffers] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const { words, waiting } = usePassphraseError(failure)
  const ofCurrent = failure !== null && ['wrong-passphrase', 'rate-limited'].includes(errorCodeIn(failure))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const short = kind !== 'remove' && passphraseStrength(next) === 'short'
    const other = kind !== 'remove' && next !== repeated
    setTooShort(short)
    setDiffers(!short && other)
    if (busy || waiting || short || other) return
    setBusy(true)
    setFailure(null)
    try {
      await core.profile.setPassphrase({
        ...(kind === 'choose' ? {} : { current }),
        next: kind === 'remove' ? null : next,
      })
      showToast({ tone: 'success', text: t(`security.${kind}.done`) })
      onClose()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={t(`security.${kind}.title`)}
      isOpen
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            type="submit"
            form={form}
            variant={kind === 'remove' ? 'danger' : 'primary'}
            isPending={busy}
            isDisabled={waiting || (kind !== 'choose' && current === '')}
          >
            {t(`security.${kind}.action`)}
          </Button>
        </>
      }
    >
      <form id={form} className={styles.dialogForm} onSubmit={submit} noValidate>
        {kind !== 'change' && <p>{t(`security.${kind}.words`)}</p>}
        {kind !== 'choose' && (
          <PassphraseField
            label={t('security.current')}
            value={current}
            onChange={setCurrent}
            autoComplete="current-password"
            maxLength={1024}
            autoFocus
            error={ofCurrent ? words : null}
          />
        )}
        {kind !== 'remove' && (
          <>
            <NewPassphrase
              label={t('security.new')}
              hint={t('security.choose.hint')}
              value={next}
              onChange={(value) => {
                setNext(value)
                setTooShort(false)
              }}
              missing={tooShort}
              autoFocus={kind === 'choose'}
            />
            <PassphraseField
              label={t('security.repeat')}
              value={repeated}
              onChange={(value) => {
                setRepeated(value)
                setDiffers(false)
              }}
              autoComplete="new-password"
              maxLength={1024}
              error={differs ? t('security.repeat.differs') : null}
            />
          </>
        )}
        {failure !== null && !ofCurrent && (
          <Banner tone="danger" role="alert">
            {words}
          </Banner>
        )}
      </form>
    </Dialog>
  )
}
