/** Opens a locked profile: with the passphrase, or with the recovery phrase. */
import { type FormEvent, useState } from 'react'
import type { ProfileState } from '../../shared/contract/index.ts'
import { errorCodeIn, useT } from '../i18n/index.ts'
import { emptySecret, isFilled, isTooShort, type SecretDraft, SecretFields, secretOf } from '../onboarding/index.ts'
import { Banner, Button, Mark } from '../ui/index.ts'
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
  const asked = reason === 'passphrase'
  // Without a keychain the recovery phrase sets a new passphrase. After a keychain's loss only the core knows.
  const [draft, setDraft] = useState(() => emptySecret(asked ? 'passphrase' : 'recovery', asked))
  const [tooShort, setTooShort] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { words, waiting } = usePassphraseError(error)
  const blocked = draft.way === 'passphrase' && waiting

  const change = (part: Partial<SecretDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    if ('newPassphrase' in part) setTooShort(false)
  }

  const unlock = async (event: FormEvent) => {
    event.preventDefault()
    setTooShort(isTooShort(draft))
    if (busy || isTooShort(draft) || blocked) return
    setBusy(true)
    setError(null)
    try {
      await core.profile.unlock(secretOf(draft))
    } catch (failure) {
      if (errorCodeIn(failure) === 'passphrase-needed') change({ newPassphraseNeeded: true })
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Notice icon={<Mark size={64} />} title={t('unlock.title')}>
      <p>{t(asked ? 'unlock.words' : 'unlock.keychain-changed')}</p>
      {finishing && <Banner>{t('security.finishing')}</Banner>}
      <form className={styles.form} onSubmit={unlock} noValidate>
        <SecretFields
          draft={draft}
          onChange={change}
          error={words}
          tooShort={tooShort}
          newPassphraseHint={t('unlock.new-passphrase-hint')}
        />
        <Button type="submit" variant="primary" isPending={busy} isDisabled={blocked || !isFilled(draft)}>
          {t('unlock.button')}
        </Button>
        {asked && (
          <Button
            variant="quiet"
            onPress={() => {
              setError(null)
              change({ way: draft.way === 'passphrase' ? 'recovery' : 'passphrase' })
            }}
          >
            {t(draft.way === 'passphrase' ? 'unlock.use-recovery' : 'unlock.use-passphrase')}
          </Button>
        )}
      </form>
    </Notice>
  )
}
