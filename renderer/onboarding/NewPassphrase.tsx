/** A passphrase to be chosen, with a hint how good it looks. */
import { useT } from '../i18n/index.ts'
import { PassphraseField } from '../ui/index.ts'
import { passphraseStrength, shortestPassphrase } from './passphrase.ts'

export interface NewPassphraseProps {
  readonly label: string
  /** What stands below before anything is typed. */
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Someone tried to go on without a usable one. */
  readonly missing: boolean
  readonly autoFocus?: boolean
}

export function NewPassphrase({ label, hint, value, onChange, missing, autoFocus = false }: NewPassphraseProps) {
  const t = useT()
  const strength = passphraseStrength(value)
  const tooShort = t('onboarding.passphrase.short', { count: shortestPassphrase })
  const rating = {
    short: tooShort,
    weak: t('onboarding.passphrase.weak'),
    fair: t('onboarding.passphrase.fair'),
    strong: t('onboarding.passphrase.strong'),
  }[strength]
  return (
    <PassphraseField
      label={label}
      description={value === '' ? hint : rating}
      error={missing ? tooShort : null}
      value={value}
      onChange={onChange}
      maxLength={1024}
      autoComplete="new-password"
      autoFocus={autoFocus}
    />
  )
}
