/** What program this is. */
import { useState } from 'react'
import { useShellInfo } from '../app/shellInfo.ts'
import { useT } from '../i18n/index.ts'
import { TourDialog } from '../tour/index.ts'
import { Button, Mark } from '../ui/index.ts'
import { DatabaseRow } from './DatabaseRow.tsx'
import { LicencesDialog } from './LicencesDialog.tsx'
import { LogDialog } from './LogDialog.tsx'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'
import { UpdateRow } from './UpdateRow.tsx'

export function AboutSection() {
  const t = useT()
  const { version, shell } = useShellInfo()
  const [reading, setReading] = useState<'licences' | 'log' | 'tour' | null>(null)
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
          <div className={styles.aboutButtons}>
            <Button size="small" onPress={() => setReading('tour')}>
              {t('tour.offer')}
            </Button>
            <Button size="small" onPress={() => setReading('licences')}>
              {t('settings.about.licences')}
            </Button>
            <Button size="small" onPress={() => setReading('log')}>
              {t('settings.about.log')}
            </Button>
          </div>
        </div>
      </div>
      <UpdateRow />
      <DatabaseRow />
      {reading === 'tour' && <TourDialog onClose={() => setReading(null)} />}
      {reading === 'licences' && <LicencesDialog onClose={() => setReading(null)} />}
      {reading === 'log' && <LogDialog onClose={() => setReading(null)} />}
    </Section>
  )
}
