/** From when to when nobody is to be disturbed, each day. */
import type { Settings } from '../../shared/contract/index.ts'
import { useT } from '../i18n/index.ts'
import { Switch, TextField } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import styles from './Settings.module.css'

/** What most people would choose. */
const night = { from: 22 * 60, to: 7 * 60 }

type Hours = NonNullable<Settings['quietHours']>

export function QuietHours({ settings: { quietHours }, change }: SettingsProps) {
  const t = useT()
  return (
    <>
      <Switch
        label={t('settings.quiet-hours')}
        description={t('settings.quiet-hours.words')}
        isSelected={quietHours !== null}
        onChange={(on) => change({ quietHours: on ? night : null })}
      />
      {quietHours !== null && (
        <div className={styles.times}>
          {(['from', 'to'] as const satisfies readonly (keyof Hours)[]).map((end) => (
            <TextField
              key={end}
              type="time"
              label={t(`settings.quiet-hours.${end}`)}
              value={timeOf(quietHours[end])}
              onChange={(time) => {
                const minute = minuteOf(time)
                if (minute !== null) change({ quietHours: { ...quietHours, [end]: minute } })
              }}
            />
          ))}
        </div>
      )}
    </>
  )
}

const timeOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** Null while it is not all there. */
function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}
