/** What calls use, and how one speaks in them. */
import { DeviceSettings } from '../calls/index.ts'
import { useT } from '../i18n/index.ts'
import { Switch } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function CallsSection({ settings, change }: SettingsProps) {
  const t = useT()
  return (
    <Section title={t('settings.calls')}>
      <div className={styles.block}>
        <DeviceSettings chosen={settings.callDevices} onChange={(callDevices) => change({ callDevices })} />
      </div>
      <div className={styles.block}>
        <Switch
          label={t('settings.noise-filter')}
          description={t('settings.noise-filter.words')}
          isSelected={settings.noiseFilter}
          onChange={(noiseFilter) => change({ noiseFilter })}
        />
      </div>
      <div className={styles.block}>
        <Switch
          label={t('settings.push-to-talk')}
          description={t('settings.push-to-talk.words')}
          isSelected={settings.pushToTalk}
          onChange={(pushToTalk) => change({ pushToTalk })}
        />
      </div>
    </Section>
  )
}
