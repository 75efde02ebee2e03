/** How this copy of the program stands to newer ones. */
import type { UpdateState } from '../../shared/contract/index.ts'
import { useShell } from '../app/client.ts'
import { useUpdates } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { Button, ProgressBar } from '../ui/index.ts'
import { useAttempt } from './change.ts'
import { Row } from './Section.tsx'
import styles from './Settings.module.css'

export function UpdateRow() {
  const t = useT()
  const shell = useShell()
  const attempt = useAttempt()
  const update = useUpdates()
  if (update === undefined || (update.state === 'off' && update.by === 'nobody')) return null
  const notes = 'notes' in update ? update.notes : null
  return (
    <div className={styles.block}>
      <Row label={t('settings.updates')} description={<span role="status">{wordsFor(update, t)}</span>}>
        {update.state === 'ready' ? (
          <Button size="small" variant="primary" onPress={() => void attempt(() => shell.installUpdate())}>
            {t('updates.restart')}
          </Button>
        ) : (
          update.state !== 'off' && (
            <Button
              size="small"
              isDisabled={update.state === 'checking' || update.state === 'downloading'}
              onPress={() => void attempt(() => shell.checkForUpdates())}
            >
              {t('settings.updates.check')}
            </Button>
          )
        )}
      </Row>
      {update.state === 'downloading' && <ProgressBar label={t('settings.updates')} value={update.fraction} />}
      {notes && (
        <details>
          <summary>{t('settings.updates.notes')}</summary>
          <p className={styles.notes}>{notes}</p>
        </details>
      )}
    </div>
  )
}

function wordsFor(update: UpdateState, t: ReturnType<typeof useT>): string {
  switch (update.state) {
    case 'off':
      return t('settings.updates.system')
    case 'current':
      return update.checkedAt === null ? t('settings.updates.not-yet') : t('settings.updates.current')
    case 'checking':
      return t('settings.updates.checking')
    case 'downloading':
      return t('settings.updates.downloading', { version: update.version })
    case 'ready':
      return t('updates.ready', { version: update.version })
    case 'failed':
      return t(`settings.updates.${update.reason}`)
  }
}
