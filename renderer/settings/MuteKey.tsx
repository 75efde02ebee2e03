/** The key that mutes whichever program has the keyboard. One of a few: whatever else is taken on most desktops. */
import type { ShellInfo } from '../../shared/contract/index.ts'
import { heldKeys } from '../app/shortcuts.ts'
import { useT } from '../i18n/index.ts'
import { Select } from '../ui/index.ts'
import styles from './Settings.module.css'

export interface MuteKeyProps {
  readonly platform: ShellInfo['platform']
  readonly muteKey: string | null
  readonly onChange: (key: string | null) => void
}

/** As Electron writes them. */
const keys = ['CommandOrControl+Alt+M', 'CommandOrControl+Alt+Space', 'F8', 'Pause'] as const
const none = 'none'

export function MuteKey({ platform, muteKey, onChange }: MuteKeyProps) {
  const t = useT()
  const held = heldKeys(platform, t('ui.key.control'), t('ui.key.shift'))
  const words = (key: string) =>
    key.replace('CommandOrControl+', held.mod).replace('Alt+', held.alt).replace('Space', t('settings.mute-key.space'))
  return (
    <div className={styles.hinted}>
      <Select
        label={t('settings.mute-key')}
        value={muteKey ?? none}
        onChange={(key) => onChange(key === none ? null : key)}
        options={[
          { value: none, label: t('settings.mute-key.none') },
          ...[...new Set([...keys, ...(muteKey === null ? [] : [muteKey])])].map((key) => ({
            value: key,
            label: words(key),
          })),
        ]}
      />
      <p className={styles.description}>{t('settings.mute-key.words')}</p>
    </div>
  )
}
