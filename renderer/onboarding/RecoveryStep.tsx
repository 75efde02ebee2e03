/** Shows the recovery phrase of a new account, once; the settings show it again. */
import { useState } from 'react'
import { useCopy } from '../app/copy.ts'
import { useT } from '../i18n/index.ts'
import { Button, Checkbox, CopyButton } from '../ui/index.ts'
import styles from './Onboarding.module.css'
import { RecoveryPhrase } from './RecoveryPhrase.tsx'
import { Welcome } from './Welcome.tsx'

export interface RecoveryStepProps {
  readonly phrase: readonly string[]
  readonly onDone: () => void
}

export function RecoveryStep({ phrase, onDone }: RecoveryStepProps) {
  const t = useT()
  const copy = useCopy()
  const [confirmed, setConfirmed] = useState(false)
  return (
    <Welcome>
      <div className={styles.form}>
        <header>
          <h1 className={styles.title}>{t('recovery.title')}</h1>
          <p className={styles.lead}>{t('recovery.words')}</p>
        </header>
        <RecoveryPhrase words={phrase} />
        <div className={styles.between}>
          <Checkbox label={t('recovery.confirm')} isSelected={confirmed} onChange={setConfirmed} />
          <CopyButton label={t('recovery.copy')} onCopy={() => copy(phrase.join(' '))} />
        </div>
        <div className={styles.buttons}>
          <Button variant="primary" isDisabled={!confirmed} onPress={onDone}>
            {t('recovery.continue')}
          </Button>
        </div>
      </div>
    </Welcome>
  )
}
