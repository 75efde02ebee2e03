/** Keeping the whole profile safe elsewhere: a backup now, or by itself. */
import { Folder } from 'lucide-react'
import { useState } from 'react'
import type { BackupState } from '../../shared/contract/index.ts'
import { useClients } from '../app/client.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useBackup } from '../app/streams.ts'
import { useErrorText, useFormats, useT } from '../i18n/index.ts'
import { Banner, Button, ProgressBar, Select } from '../ui/index.ts'
import { BackupDialog } from './BackupDialog.tsx'
import { type SettingsProps, useAttempt } from './change.ts'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

const periods = ['never', 'day', 'week'] as const

export function BackupSection({ settings, change }: SettingsProps) {
  const t = useT()
  const { core, shell } = useClients()
  const choosesFolder = useShellInfo().shell === 'electron'
  const attempt = useAttempt()
  const state = useBackup()
  const [saving, setSaving] = useState(false)
  const regular = settings.backupEvery !== 'never'
  const choose = () =>
    attempt(async () => {
      const folder = await shell.chooseFolder()
      if (folder) await core.backup.setFolder({ folder: folder.token })
    })
  return (
    <Section title={t('backup.title')}>
      <Row label={t('backup.now')} description={t('backup.now.words')}>
        <Button onPress={() => setSaving(true)}>{t('backup.now.action')}</Button>
      </Row>
      <Row label={t('backup.regular')} description={t('backup.regular.words')}>
        <Select
          label={t('backup.regular')}
          labelHidden
          value={settings.backupEvery}
          onChange={(backupEvery) => change({ backupEvery })}
          options={periods.map((value) => ({ value, label: t(`backup.regular.${value}`) }))}
        />
      </Row>
      {regular && state && (
        <>
          <Row
            label={t('backup.folder')}
            description={
              <span className={styles.folder}>
                <Folder size={16} aria-hidden />
                {state.folder}
              </span>
            }
          >
            {choosesFolder && <Button onPress={() => void choose()}>{t('settings.folder.change')}</Button>}
          </Row>
          <Progress state={state} />
        </>
      )}
      {saving && <BackupDialog onClose={() => setSaving(false)} />}
    </Section>
  )
}

function Progress({ state: { running, error, last } }: { readonly state: BackupState }) {
  const t = useT()
  const errorText = useErrorText()
  const { dateTime, bytes } = useFormats()
  if (running) {
    return (
      <div className={styles.block}>
        <ProgressBar label={t('backup.running')} value={running.total === 0 ? null : running.done / running.total} />
      </div>
    )
  }
  return (
    <div className={styles.block}>
      {error && (
        <Banner tone="danger">
          {t('backup.failed')} {errorText(error)}
        </Banner>
      )}
      {last ? (
        <div className={styles.description}>
          {t('backup.last', { time: dateTime(last.at), size: bytes(last.size) })}
        </div>
      ) : (
        !error && <div className={styles.description}>{t('backup.none')}</div>
      )}
    </div>
  )
}
