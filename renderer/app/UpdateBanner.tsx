/** A newer version is ready: it is installed when the user says so, now or with the next start of their choice. */
import { useState } from 'react'
import { detach } from '../../shared/errors.ts'
import { useErrorText, useT } from '../i18n/index.ts'
import { Banner, Button, showToast } from '../ui/index.ts'
import styles from './ConnectionBanner.module.css'
import { useShell } from './client.ts'
import { useUpdates } from './streams.ts'

export function UpdateBanner() {
  const t = useT()
  const errorText = useErrorText()
  const shell = useShell()
  const update = useUpdates()
  const [later, setLater] = useState<string | null>(null)
  if (update?.state !== 'ready' || later === update.version) return null
  const install = () => detach(shell.installUpdate(), (error) => showToast({ tone: 'danger', text: errorText(error) }))
  return (
    <div className={styles.strip}>
      <Banner
        action={
          <>
            <Button size="small" onPress={() => setLater(update.version)}>
              {t('updates.later')}
            </Button>
            <Button size="small" variant="primary" onPress={install}>
              {t('updates.restart')}
            </Button>
          </>
        }
      >
        {t('updates.ready', { version: update.version })}
      </Banner>
    </div>
  )
}
