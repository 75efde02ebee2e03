/** Says that the program runs carefully, why, and how it runs as usual again. */
import { useState } from 'react'
import { detach } from '../../shared/errors.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { LogDialog } from '../settings/index.ts'
import { Banner, Button, showToast } from '../ui/index.ts'
import styles from './ConnectionBanner.module.css'
import { useShell } from './client.ts'
import { useShellInfo } from './shellInfo.ts'

export function SafeModeBanner() {
  const t = useT()
  const errorText = useErrorText()
  const shell = useShell()
  const { safeMode } = useShellInfo()
  const [reading, setReading] = useState(false)
  if (!safeMode) return null
  const restart = () => detach(shell.restart(), (error) => showToast({ tone: 'danger', text: errorText(error) }))
  return (
    <div className={styles.strip}>
      <Banner
        tone="warning"
        action={
          <>
            <Button size="small" onPress={() => setReading(true)}>
              {t('settings.about.log')}
            </Button>
            <Button size="small" onPress={restart}>
              {t('safe-mode.leave')}
            </Button>
          </>
        }
      >
        {t('safe-mode.words')}
      </Banner>
      {reading && <LogDialog onClose={() => setReading(false)} />}
    </div>
  )
}
