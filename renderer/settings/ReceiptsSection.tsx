/** What contacts are told of reading and writing. Each holds in both directions where it says so. */
import { useT } from '../i18n/index.ts'
import { Switch } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

const switches = ['deliveryReceipts', 'readReceipts', 'typingIndicators', 'presence'] as const

export function ReceiptsSection({ settings, change }: SettingsProps) {
  const t = useT()
  return (
    <Section title={t('settings.receipts')}>
      {switches.map((name) => (
        <div key={name} className={styles.block}>
          <Switch
            label={t(`settings.${name}`)}
            description={t(`settings.${name}.words`)}
            isSelected={settings[name]}
            onChange={(on) => change({ [name]: on })}
          />
        </div>
      ))}
    </Section>
  )
}
