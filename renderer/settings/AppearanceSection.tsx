/** Language and theme. */
import { useT } from '../i18n/index.ts'
import { RadioGroup, Select } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function AppearanceSection({ settings, change }: SettingsProps) {
  const t = useT()
  return (
    <Section title={t('settings.appearance')}>
      <div className={styles.block}>
        <div className={styles.narrow}>
          <Select
            label={t('settings.language')}
            value={settings.language}
            onChange={(language) => change({ language })}
            // Each language by its own name, so that it is found also by who can't read the present one.
            options={[
              { value: 'system', label: t('settings.language.system') },
              { value: 'en', label: 'English' },
              { value: 'de', label: 'Deutsch' },
            ]}
          />
        </div>
        <RadioGroup
          label={t('settings.theme')}
          orientation="horizontal"
          value={settings.theme}
          onChange={(theme) => change({ theme })}
          options={[
            { value: 'system', label: t('settings.theme.system') },
            { value: 'light', label: t('settings.theme.light') },
            { value: 'dark', label: t('settings.theme.dark') },
          ]}
        />
      </div>
    </Section>
  )
}
