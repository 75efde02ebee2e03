/** What program this is. */
import { useShellInfo } from '../app/shellInfo.ts'
import { useT } from '../i18n/index.ts'
import { Mark } from '../ui/index.ts'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function AboutSection() {
  const t = useT()
  const { version, shell } = useShellInfo()
  return (
    <Section title={t('settings.about')}>
      <div className={styles.about}>
        <Mark size={48} />
        <div>
          <p className={styles.program}>{t('ui.app')}</p>
          <p className={styles.description}>
            {t('settings.about.version', { version })} · {t(`settings.about.shell.${shell}`)}
          </p>
          <p className={styles.description}>{t('settings.about.licence')}</p>
        </div>
      </div>
    </Section>
  )
}
