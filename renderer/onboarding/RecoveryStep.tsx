/** Shows the recovery phrase of a new account and asks whether it was written down; the settings show it again. */
import { useState } from 'react'
import { useCopy } from '../app/copy.ts'
import { useT } from '../i18n/index.ts'
import { Button, CopyButton } from '../ui/index.ts'
import styles from './Onboarding.module.css'
import { RecoveryCheck } from './RecoveryCheck.tsx'
import { RecoveryPhrase } from './RecoveryPhrase.tsx'
import { Welcome } from './Welcome.tsx'

export interface RecoveryStepProps {
  readonly phrase: readonly string[]
  readonly onDone: () => void
}

export function RecoveryStep({ phrase, onDone }: RecoveryStepProps) {
  const [checking, setChecking] = useState(false)
  return (
    <Welcome>
      {checking ? (
        <RecoveryCheck phrase={phrase} onDone={onDone} onBack={() => setChecking(false)} />
      ) : (
        <Words phrase={phrase} onContinue={() => setChecking(true)} />
      )}
    </Welcome>
  )
}

function Words({ phrase, onContinue }: { readonly phrase: readonly string[]; readonly onContinue: () => void }) {
  const t = useT()
  const copy = useCopy()
  return (
    <div className={styles.form}>
      <header>
        <h1 className={styles.title}>{t('recovery.title')}</h1>
        <p className={styles.lead}>{t('recovery.words')}</p>
      </header>
      <RecoveryPhrase words={phrase} />
      <div className={styles.between}>
        <CopyButton label={t('recovery.copy')} onCopy={() => copy(phrase.join(' '))} />
        <Button variant="primary" autoFocus onPress={onContinue}>
          {t('recovery.continue')}
        </Button>
      </div>
    </div>
  )
}
