/** The safety number, fetched when asked for: 60 digits in twelve groups, to be compared by voice or side by side. */
import { useEffect, useState } from 'react'
import type { AccountId } from '../../shared/ids.ts'
import { useCore } from '../app/client.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { CopyButton, Spinner } from '../ui/index.ts'
import styles from './DetailsPane.module.css'

export interface SafetyNumberProps {
  readonly contact: AccountId
  readonly name: string
  readonly onCopy: (text: string) => void
}

/** Twelve groups of five digits. */
export function digitGroups(digits: string): string[] {
  return digits.match(/\d{5}/gu) ?? []
}

export function SafetyNumber({ contact, name, onCopy }: SafetyNumberProps) {
  const t = useT()
  const core = useCore()
  const errorText = useErrorText()
  const [digits, setDigits] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)

  useEffect(() => {
    let current = true
    setDigits(null)
    setError(null)
    core.contacts.safetyNumber({ id: contact }).then(
      (result) => {
        if (current) setDigits(result.digits)
      },
      (reason: unknown) => {
        if (current) setError(reason)
      },
    )
    return () => {
      current = false
    }
  }, [core, contact])

  const groups = digits === null ? [] : digitGroups(digits)
  return (
    <div className={styles.safety}>
      <div className={styles.safetyHead}>
        <h4 className={styles.label}>{t('timeline.safety-number')}</h4>
        {digits !== null && (
          <CopyButton iconOnly label={t('timeline.copy-safety-number')} onCopy={() => onCopy(groups.join(' '))} />
        )}
      </div>
      {digits !== null && (
        <ol className={styles.digits} aria-label={t('timeline.safety-number')}>
          {groups.map((group, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be equal, and none moves
            <li key={index}>{group}</li>
          ))}
        </ol>
      )}
      {digits === null && error === null && <Spinner />}
      {error !== null && <p role="alert">{errorText(error)}</p>}
      <p className={styles.hint}>{t('timeline.safety-number-words', { name })}</p>
    </div>
  )
}
