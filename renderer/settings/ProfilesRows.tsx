/** The profiles at this computer, each of which opens in a window of its own. */
import { useEffect, useState } from 'react'
import type { Profile } from '../../shared/contract/index.ts'
import { useShell } from '../app/client.ts'
import { useT } from '../i18n/index.ts'
import { Button } from '../ui/index.ts'
import { useAttempt } from './change.ts'
import { Row } from './Section.tsx'
import styles from './Settings.module.css'

export function ProfilesRows() {
  const t = useT()
  const shell = useShell()
  const attempt = useAttempt()
  const [profiles, setProfiles] = useState<readonly Profile[]>([])
  useEffect(() => {
    void attempt(async () => setProfiles(await shell.profiles()))
  }, [shell, attempt])
  const open = (number: number | null) => void attempt(() => shell.openProfile({ number }))
  return (
    <div className={styles.block}>
      <Row label={t('settings.profiles')} description={t('settings.profiles.words')}>
        <Button size="small" onPress={() => open(null)}>
          {t('settings.profiles.new')}
        </Button>
      </Row>
      {profiles.length > 1 &&
        profiles.map(({ number, current }) => (
          <Row key={number} label={t(current ? 'settings.profiles.current' : 'settings.profiles.one', { number })}>
            {!current && (
              <Button
                size="small"
                aria-label={t('settings.profiles.open-one', { number })}
                onPress={() => open(number)}
              >
                {t('settings.profiles.open')}
              </Button>
            )}
          </Row>
        ))}
    </div>
  )
}
