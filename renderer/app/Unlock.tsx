/** Opens a locked profile: with the passphrase, or with the recovery phrase. */
import { type FormEvent, useState } from 'react'
import type { ProfileState } from '../../shared/contract/index.ts'
import { errorCodeIn, useT } from '../i18n/index.ts'
import { NewPassphrase, passphraseStrength } from '../onboarding/index.ts'
import { Banner, Button, Mark, PassphraseField, TextArea } from '../ui/index.ts'
import { useCore } from './client.ts'
import styles from './Notice.module.css'
import { Notice } from './Notice.tsx'
import { usePassphraseError } from './passphraseError.ts'

type Reason = Extract<ProfileState, { state: 'locked' }>['reason']

export interface UnlockProps {
  readonly reason: Reason
  /** Something is still going on behind the lock. */
  readonly finishing: boolean
}

export function Unlock({ reason, finishing }: UnlockProps) {
  const t = useT()
  const core = useCore()
  const [way, setWay] = useState<'passphrase' | 'recovery'>(reason === 'passphrase' ? 'passphrase' : 'recovery')
  const [passphrase, setPassphrase] = useState('')
  const [phrase, setPhrase] = useState('')
  const [newPassphrase, setNewPassphrase] = useState('')
  // Without a keychain the recovery phrase sets a new passphrase. After a keychain's loss only the core knows.
  const [newPassphraseNeeded, setNewPassphraseNeeded] = useState(reason === 'passphrase')
  const [tooShort, setTooShort] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const unlock = async (event: FormEvent) => {
    event.preventDefault()
    const short = way === 'recovery' && newPassphraseNeeded && passphraseStrength(newPassphrase) === 'short'
    setTooShort(short)
    if (busy || short || (way === 'passphrase' && waiting)) return
    setBusy(true)
    setError(null)
    try {
      await core.profile.unlock(
        way === 'passphrase'
          ? { with: 'passphrase', passphrase }
          : { with: 'recovery', phrase: phrase.trim(), ...(newPassphraseNeeded ? { newPassphrase } : {}) },
      )
    } catch (failure) {
      if (errorCodeIn(failure) === 'passphrase-needed') setNewPassphraseNeeded(true)
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  const { words, waiting } = usePassphraseError(error)
  return (
    <Notice icon={<Mark size={64} />} title={t('unlock.title')}>
      <p>{t(reason === 'keychain-changed' ? 'unlock.keychain-changed' : 'unlock.words')}</p>
      {finishing && <Banner>{t('security.finishing')}</Banner>}
      <form className={styles.form} onSubmit={unlock} noValidate>
        {way === 'passphrase' ? (
          <PassphraseField
            label={t('unlock.passphrase')}
            value={passphrase}
            onChange={setPassphrase}
            autoComplete="current-password"
            autoFocus
            error={words}
          />
        ) : (
          <>
            <TextArea
              label={t('unlock.recovery')}
              description={t('unlock.recovery-hint')}
              value={phrase}
              onChange={setPhrase}
              rows={4}
              spellCheck="false"
              autoFocus
              error={words}
            />
            {newPassphraseNeeded && (
              <NewPassphrase
                label={t('unlock.new-passphrase')}
                hint={t('unlock.new-passphrase-hint')}
                value={newPassphrase}
                onChange={(value) => {
                  setNewPassphrase(value)
                  setTooShort(false)
                }}
                missing={tooShort}
              />
            )}
          </>
        )}
        <Button
          type="submit"
          variant="primary"
          isPending={busy}
          isDisabled={way === 'passphrase' ? waiting || passphrase === '' : phrase.trim() === ''}
        >
          {t('unlock.button')}
        </Button>
        {reason === 'passphrase' && (
          <Button
            variant="quiet"
            onPress={() => {
              setError(null)
              setWay(way === 'passphrase' ? 'recovery' : 'passphrase')
            }}
          >
            {t(way === 'passphrase' ? 'unlock.use-recovery' : 'unlock.use-passphrase')}
          </Button>
        )}
      </form>
    </Notice>
  )
}
