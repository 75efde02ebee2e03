/** Where received files go. */
import { Folder } from 'lucide-react'
import { useClients } from '../app/client.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useT } from '../i18n/index.ts'
import { AutomaticDownload } from '../media/index.ts'
import { Button } from '../ui/index.ts'
import { type SettingsProps, useAttempt } from './change.ts'
import { RateLimits } from './RateLimits.tsx'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

export function FilesSection({ settings, change }: SettingsProps) {
  const t = useT()
  const { core, shell } = useClients()
  const info = useShellInfo()
  const attempt = useAttempt()
  const choose = () =>
    attempt(async () => {
      const folder = await shell.chooseFolder()
      if (folder) await core.settings.setDownloadFolder({ folder: folder.token })
    })
  return (
    <Section title={t('settings.files')}>
      <Row
        label={t('settings.folder')}
        description={
          <span className={styles.folder}>
            <Folder size={16} aria-hidden />
            {settings.downloadFolder}
          </span>
        }
      >
        {info.shell === 'electron' && <Button onPress={() => void choose()}>{t('settings.folder.change')}</Button>}
      </Row>
      <RateLimits settings={settings} change={change} />
      <AutomaticDownload settings={settings} change={change} />
    </Section>
  )
}
