/** Shows the recovery phrase of a new account, once; the settings show it again. */
import { useCopy } from '../app/copy.ts'
import { useT } from '../i18n/index.ts'
import { Button, CopyButton } from '../ui/index.ts'
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
  return (
    <Welcome>
      <div className={styles.form}>
        <header>
          <h1 className={styles.title}>{t('recovery.title')}</h1>
          <p className={styles.lead}>{t('recovery.words')}</p>
        </header>
        <RecoveryPhrase words={phrase} />
        <div className={styles.between}>
          <CopyButton label={t('recovery.copy')} onCopy={() => copy(phrase.join(' '))} />
          <Button variant="primary" autoFocus onPress={onDone}>
            {t('recovery.continue')}
          </Button>
        </div>
      </div>
    </Welcome>
  )
}
