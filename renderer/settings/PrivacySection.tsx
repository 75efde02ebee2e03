/** What others learn. */
import { useT } from '../i18n/index.ts'
import { Switch } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function PrivacySection({ settings, change }: SettingsProps) {
  const t = useT()
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
    </Section>
  )
}
