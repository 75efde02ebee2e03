/** How the program lives on this computer. In a browser that is the browser's affair, and nothing stands here. */
import { type Preferences, zoomSteps } from '../../shared/contract/index.ts'
import { useShell } from '../app/client.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { usePreferences } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { Select, Switch } from '../ui/index.ts'
import { type SettingsProps, useAttempt } from './change.ts'
import { MuteKey } from './MuteKey.tsx'
import { ProfilesRows } from './ProfilesRows.tsx'
import { Section } from './Section.tsx'
import styles from './Settings.module.css'

export function ComputerSection({ settings, change }: SettingsProps) {
  const t = useT()
  const shell = useShell()
  const attempt = useAttempt()
  const { platform } = useShellInfo()
  const preferences = usePreferences()
  if (!preferences) return null
  const prefer = (part: Partial<Preferences>) => void attempt(() => shell.changePreferences(part))
  const { startAtLogin, contentProtection, spellCheck, muteKey, zoom } = preferences
  return (
    <Section title={t('settings.computer')}>
      <div className={styles.block}>
        {startAtLogin !== null && (
          <Switch
            label={t('settings.start-at-login')}
            description={t('settings.start-at-login.words')}
            isSelected={startAtLogin}
            onChange={(on) => prefer({ startAtLogin: on })}
          />
        )}
        <Switch
          label={t('settings.tray')}
          description={t('settings.tray.words')}
          isSelected={settings.closeToTray}
          onChange={(closeToTray) => change({ closeToTray })}
        />
      </div>
      <div className={styles.block}>
        <div className={styles.narrow}>
          <Select
            label={t('settings.zoom')}
            value={String(zoom)}
            onChange={(value) => {
              const step = zoomSteps.find((one) => String(one) === value)
              if (step !== undefined) prefer({ zoom: step })
            }}
            options={zoomSteps.map((step) => ({ value: String(step), label: t('settings.zoom.step', { step }) }))}
          />
        </div>
        {spellCheck !== null && (
          <Switch
            label={t('settings.spell-check')}
            isSelected={spellCheck}
            onChange={(on) => prefer({ spellCheck: on })}
          />
        )}
        {contentProtection !== null && (
          <Switch
            label={t('settings.content-protection')}
            description={t('settings.content-protection.words')}
            isSelected={contentProtection}
            onChange={(on) => prefer({ contentProtection: on })}
          />
        )}
      </div>
      <div className={styles.block}>
        <MuteKey platform={platform} muteKey={muteKey} onChange={(key) => prefer({ muteKey: key })} />
      </div>
      <ProfilesRows />
    </Section>
  )
}
