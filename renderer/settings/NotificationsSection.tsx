/** What is said while one looks elsewhere. */
import { useShellInfo } from '../app/shellInfo.ts'
import { useT } from '../i18n/index.ts'
import { RadioGroup, Switch } from '../ui/index.ts'
import { BrowserNotifications } from './BrowserNotifications.tsx'
import type { SettingsProps } from './change.ts'
import { QuietHours } from './QuietHours.tsx'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function NotificationsSection({ settings, change }: SettingsProps) {
  const t = useT()
  const { shell } = useShellInfo()
  return (
    <Section title={t('settings.notifications')}>
      <div className={styles.block}>
        <Switch
          label={t('settings.do-not-disturb')}
          description={t('settings.do-not-disturb.words')}
          isSelected={settings.doNotDisturb}
          onChange={(doNotDisturb) => change({ doNotDisturb })}
        />
        <QuietHours settings={settings} change={change} />
      </div>
      <div className={styles.block}>
        <RadioGroup
          label={t('settings.notifications.show')}
          value={settings.notifications}
          onChange={(notifications) => change({ notifications })}
          options={[
            { value: 'name-and-text', label: t('settings.notifications.name-and-text') },
            { value: 'name', label: t('settings.notifications.name') },
            { value: 'nothing', label: t('settings.notifications.nothing') },
          ]}
        />
      </div>
      {shell === 'browser' && <BrowserNotifications />}
    </Section>
  )
}
