/** The way to the outside. In a browser that is the browser's affair, and nothing stands here. */
import { usePreferences } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { ProxySettings } from '../network/index.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function NetworkSection() {
  const t = useT()
  const preferences = usePreferences()
  if (!preferences) return null
  return (
    <Section title={t('settings.network')}>
      <div className={styles.block}>
        <ProxySettings key={JSON.stringify(preferences.proxy)} inForce={preferences.proxy} />
      </div>
    </Section>
  )
}
