/** A profile whose database is damaged: repaired as far as it goes, or set aside for a backup. */
import { DatabaseZap } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { errorCodeIn, useErrorText, useT } from '../i18n/index.ts'
import { emptySecret, isFilled, isTooShort, type SecretDraft, SecretFields, secretOf } from '../onboarding/index.ts'
import { Banner, Button, ConfirmDialog, showToast } from '../ui/index.ts'
import { useCore } from './client.ts'
import styles from './Notice.module.css'
import { Notice } from './Notice.tsx'
import { usePassphraseError } from './passphraseError.ts'

/** What is said below the field that was filled in wrongly. */
const ofField: ReadonlySet<string> = new Set(['wrong-passphrase', 'wrong-recovery-phrase', 'rate-limited'])

export function DamagedProfile() {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  /** Null until somebody has to be asked. */
  const [draft, setDraft] = useState<SecretDraft | null>(null)
  const [tooShort, setTooShort] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [leaving, setLeaving] = useState(false)
  const { words, waiting } = usePassphraseError(error)
  const isOfField = ofField.has(errorCodeIn(error) ?? '')

  const change = (part: Partial<SecretDraft>) => {
    setDraft((before) => before && { ...before, ...part })
    setTooShort(false)
  }

  const repair = async (event: FormEvent) => {
    event.preventDefault()
    const short = draft !== null && isTooShort(draft)
    setTooShort(short)
    if (busy || short || waiting) return
    setBusy(true)
    setError(null)
    try {
      const { complete } = await core.profile.repair(draft === null ? {} : { secret: secretOf(draft) })
      showToast({ tone: complete ? 'success' : 'info', text: t(complete ? 'damaged.whole' : 'damaged.partly') })
    } catch (failure) {
      const reason = askedFor(failure)
      if (reason !== null) setDraft(emptySecret(reason, reason === 'passphrase'))
      else if (errorCodeIn(failure) === 'passphrase-needed') change({ newPassphraseNeeded: true })
      if (reason === null) setError(failure)
      setBusy(false)
    }
  }

  const setAside = () => {
    setLeaving(false)
    core.profile.setAside().catch((failure: unknown) => showToast({ tone: 'danger', text: errorText(failure) }))
  }

  return (
    <Notice icon={<DatabaseZap size={40} />} title={t('damaged.title')}>
      <p>{t('damaged.words')}</p>
      <form className={styles.form} onSubmit={repair} noValidate>
        {draft && (
          <SecretFields
            draft={draft}
            onChange={change}
            error={isOfField ? words : null}
            tooShort={tooShort}
            newPassphraseHint={t('unlock.new-passphrase-hint')}
          />
        )}
        {words !== null && !isOfField && (
          <Banner tone="danger" role="alert">
            {errorCodeIn(error) === 'profile-damaged' ? t('damaged.beyond') : words}
          </Banner>
        )}
        <Button
          type="submit"
          variant="primary"
          isPending={busy}
          isDisabled={waiting || (draft !== null && !isFilled(draft))}
        >
          {t('damaged.repair')}
        </Button>
        {draft?.way === 'passphrase' && (
          <Button variant="quiet" onPress={() => change({ way: 'recovery' })}>
            {t('unlock.use-recovery')}
          </Button>
        )}
        <Button variant="quiet" isDisabled={busy} onPress={() => setLeaving(true)}>
          {t('damaged.backup')}
        </Button>
      </form>
      <ConfirmDialog
        title={t('damaged.backup.title')}
        action={t('damaged.backup.action')}
        isOpen={leaving}
        onConfirm={setAside}
        onClose={() => setLeaving(false)}
      >
        {t('damaged.backup.words')}
      </ConfirmDialog>
    </Notice>
  )
}

/** What has to be typed; null where that is not what is wrong. */
function askedFor(error: unknown): SecretDraft['way'] | null {
  if (errorCodeIn(error) !== 'profile-locked') return null
  const { data } = error as { data?: { reason?: unknown } }
  return data?.reason === 'passphrase' ? 'passphrase' : 'recovery'
}
