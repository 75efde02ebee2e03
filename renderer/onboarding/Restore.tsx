/** From a backup to the profile: chosen, opened with what its owner knows, brought back. */
import { FileLock2 } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { usePassphraseError } from '../app/passphraseError.ts'
import { errorCodeIn, useFormats, useT } from '../i18n/index.ts'
import { Banner, Button, ProgressBar } from '../ui/index.ts'
import styles from './Onboarding.module.css'
import { type ChosenBackup, useRestore } from './restoring.ts'
import { SecretFields } from './SecretFields.tsx'
import { emptySecret, isFilled, isTooShort, type SecretDraft, secretOf } from './secret.ts'
import { Welcome } from './Welcome.tsx'

export interface RestoreProps {
  readonly passphraseNeeded: boolean
  readonly onBack: () => void
}

export function Restore({ passphraseNeeded, onBack }: RestoreProps) {
  const t = useT()
  const { state, error, clearError, look, restore, cancel } = useRestore()
  const backup = state.phase === 'chosen' || state.phase === 'restoring' ? state.backup : null
  return (
    <Welcome>
      <div className={styles.form}>
        <header>
          <h1 className={styles.title}>{t('restore.title')}</h1>
          <p className={styles.lead}>{t('restore.words')}</p>
        </header>
        <BackupFile backup={backup} isDisabled={state.phase === 'restoring'} onChosen={(file) => void look(file)} />
        {state.phase === 'looking' && <ProgressBar label={t('restore.looking')} value={state.share} />}
        {state.phase === 'restoring' && <ProgressBar label={t('restore.running')} value={state.share} />}
        {backup !== null ? (
          <SecretForm
            key={backup.token}
            backup={backup}
            isRestoring={state.phase === 'restoring'}
            passphraseNeeded={passphraseNeeded}
            error={error}
            onEdit={clearError}
            onBack={onBack}
            onCancel={cancel}
            onSubmit={(draft) => void restore(backup, secretOf(draft))}
          />
        ) : (
          <>
            {error !== null && <Failure error={error} />}
            <div className={styles.between}>
              <Button variant="quiet" onPress={onBack}>
                {t('restore.back')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Welcome>
  )
}

function Failure({ error }: { readonly error: unknown }) {
  const { words } = usePassphraseError(error)
  return (
    <Banner tone="danger" role="alert">
      {words}
    </Banner>
  )
}

interface BackupFileProps {
  readonly backup: ChosenBackup | null
  readonly isDisabled: boolean
  readonly onChosen: (file: File) => void
}

function BackupFile({ backup, isDisabled, onChosen }: BackupFileProps) {
  const t = useT()
  const { dateTime } = useFormats()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.backup}>
      {backup && (
        <>
          <FileLock2 size={24} aria-hidden />
          <div className={styles.backupWords}>
            <div>{backup.name}</div>
            <div className={styles.backupTime}>{t('restore.made', { time: dateTime(backup.createdAt) })}</div>
          </div>
        </>
      )}
      <Button
        variant={backup ? 'secondary' : 'primary'}
        isDisabled={isDisabled}
        autoFocus={!backup}
        onPress={() => input.current?.click()}
      >
        {t(backup ? 'restore.another' : 'restore.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".megachat-backup"
        aria-label={t('restore.choose')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onChosen(file)
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </div>
  )
}

/** What is said below the field that was filled in wrongly. */
const ofField: ReadonlySet<string> = new Set(['wrong-passphrase', 'wrong-recovery-phrase', 'rate-limited'])

interface SecretFormProps {
  readonly backup: ChosenBackup
  readonly passphraseNeeded: boolean
  /** What was typed stays meanwhile: it may turn out to be wrong. */
  readonly isRestoring: boolean
  readonly error: unknown
  readonly onEdit: () => void
  readonly onBack: () => void
  readonly onCancel: () => void
  readonly onSubmit: (draft: SecretDraft) => void
}

function SecretForm(props: SecretFormProps) {
  const { backup, passphraseNeeded, isRestoring, error, onEdit, onBack, onCancel, onSubmit } = props
  const t = useT()
  const [draft, setDraft] = useState(() =>
    emptySecret(backup.passphrase ? 'passphrase' : 'recovery', backup.passphrase || passphraseNeeded),
  )
  const [tooShort, setTooShort] = useState(false)
  const { words, waiting } = usePassphraseError(error)
  const blocked = draft.way === 'passphrase' && waiting
  const isOfField = ofField.has(errorCodeIn(error) ?? '')

  const change = (part: Partial<SecretDraft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setTooShort(false)
    if (!waiting) onEdit()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTooShort(isTooShort(draft))
    if (!isRestoring && !blocked && isFilled(draft) && !isTooShort(draft)) onSubmit(draft)
  }

  return (
    <form className={styles.fields} onSubmit={submit} noValidate>
      <SecretFields
        draft={draft}
        onChange={change}
        error={isOfField ? words : null}
        tooShort={tooShort}
        newPassphraseHint={t(backup.passphrase ? 'unlock.new-passphrase-hint' : 'onboarding.passphrase.hint')}
      />
      {backup.passphrase && (
        <div className={styles.choices}>
          <Button
            variant="quiet"
            size="small"
            onPress={() => change({ way: draft.way === 'passphrase' ? 'recovery' : 'passphrase' })}
          >
            {t(draft.way === 'passphrase' ? 'unlock.use-recovery' : 'unlock.use-passphrase')}
          </Button>
        </div>
      )}
      {words !== null && !isOfField && (
        <Banner tone="danger" role="alert">
          {words}
        </Banner>
      )}
      <div className={styles.between}>
        <Button variant="quiet" onPress={isRestoring ? onCancel : onBack}>
          {t(isRestoring ? 'ui.cancel' : 'restore.back')}
        </Button>
        <Button type="submit" variant="primary" isPending={isRestoring} isDisabled={blocked || !isFilled(draft)}>
          {t('restore.action')}
        </Button>
      </div>
    </form>
  )
}
