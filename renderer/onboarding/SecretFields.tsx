/** Asks for the passphrase, or for the recovery phrase and, where one is needed, a new passphrase. */
import { useT } from '../i18n/index.ts'
import { PassphraseField, TextArea } from '../ui/index.ts'
import { NewPassphrase } from './NewPassphrase.tsx'
import type { SecretDraft } from './secret.ts'

export interface SecretFieldsProps {
  readonly draft: SecretDraft
  readonly onChange: (part: Partial<SecretDraft>) => void
  /** What is wrong with it. */
  readonly error: string | null
  /** Someone tried to go on with a new passphrase that is too short. */
  readonly tooShort: boolean
  readonly newPassphraseHint: string
}

export function SecretFields({ draft, onChange, error, tooShort, newPassphraseHint }: SecretFieldsProps) {
  const t = useT()
  if (draft.way === 'passphrase') {
    return (
      <PassphraseField
        label={t('unlock.passphrase')}
        value={draft.passphrase}
        onChange={(passphrase) => onChange({ passphrase })}
        autoComplete="current-password"
        autoFocus
        error={error}
      />
    )
  }
  return (
    <>
      <TextArea
        label={t('unlock.recovery')}
        description={t('unlock.recovery-hint')}
        value={draft.phrase}
        onChange={(phrase) => onChange({ phrase })}
        rows={4}
        spellCheck="false"
        autoFocus
        error={error}
      />
      {draft.newPassphraseNeeded && (
        <NewPassphrase
          label={t('unlock.new-passphrase')}
          hint={newPassphraseHint}
          value={draft.newPassphrase}
          onChange={(newPassphrase) => onChange({ newPassphrase })}
          missing={tooShort}
        />
      )}
    </>
  )
}
