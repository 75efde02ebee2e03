/** What all transfers together may take of the link. */
import { useFormats, useT } from '../i18n/index.ts'
import { Select } from '../ui/index.ts'
import type { SettingsProps } from './change.ts'
import styles from './Settings.module.css'

const megabyte = 1_000_000
/** Bytes a second; 0 for no limit. */
const choices = [0, 1, 2, 5, 10, 25, 50, 100].map((megabytes) => megabytes * megabyte)
const directions = ['up', 'down'] as const

export function RateLimits({ settings: { rateLimits }, change }: SettingsProps) {
  const t = useT()
  const formats = useFormats()
  const label = (rate: number) => (rate === 0 ? t('settings.rate.none') : formats.speed(rate))
  return (
    <div className={styles.pair}>
      {directions.map((direction) => {
        const rate = rateLimits[direction]
        const known = choices.includes(rate) ? choices : [...choices, rate]
        return (
          <Select
            key={direction}
            label={t(`settings.rate.${direction}`)}
            value={String(rate)}
            onChange={(value) => change({ rateLimits: { ...rateLimits, [direction]: Number(value) } })}
            options={known.map((one) => ({ value: String(one), label: label(one) }))}
          />
        )
      })}
    </div>
  )
}
