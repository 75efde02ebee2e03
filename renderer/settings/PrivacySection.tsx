/** What others and this computer learn: network addresses, and the phrase that opens the profile. */
import { useState } from 'react'
import { useCore } from '../app/client.ts'
import { useT } from '../i18n/index.ts'
import { RecoveryPhrase } from '../onboarding/index.ts'
import { Banner, Button, Dialog, Switch } from '../ui/index.ts'
import { type SettingsProps, useAttempt } from './change.ts'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

export function PrivacySection({ settings, change }: SettingsProps) {
  const t = useT()
  const core = useCore()
  const attempt = useAttempt()
  const [phrase, setPhrase] = useState<readonly string[] | null>(null)
  return (
    <Section title={t('settings.privacy')}>
      <div className={styles.block}>
        <Switch
          label={t('settings.relay-only')}
          description={t('settings.relay-only.words')}
          isSelected={settings.alwaysThroughRelay}
          onChange={(alwaysThroughRelay) => change({ alwaysThroughRelay })}
        />
      </div>
      <Row label={t('settings.recovery')} description={t('settings.recovery.words')}>
        <Button onPress={() => void attempt(async () => setPhrase(await core.profile.recoveryPhrase()))}>
          {t('settings.recovery.show')}
        </Button>
      </Row>
      <Dialog
        title={t('settings.recovery')}
        width="wide"
        isOpen={phrase !== null}
        onClose={() => setPhrase(null)}
        buttons={<Button onPress={() => setPhrase(null)}>{t('ui.close')}</Button>}
      >
        <Banner tone="warning">{t('settings.recovery.warning')}</Banner>
        <RecoveryPhrase words={phrase ?? []} />
      </Dialog>
    </Section>
  )
}
