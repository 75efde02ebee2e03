/** How far something is; `null` while nobody knows. */
import { ProgressBar as AriaProgressBar } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './ProgressBar.module.css'

export interface ProgressBarProps {
  /** The accessible name. */
  readonly label: string
  /** 0 to 1, or null when unknown. */
  readonly value: number | null
  /** What assistive technology reads instead of the percentage. */
  readonly valueLabel?: string
  readonly tone?: 'accent' | 'success' | 'quiet'
}

export function ProgressBar({ label, value, valueLabel, tone = 'accent' }: ProgressBarProps) {
  return (
    <AriaProgressBar
      aria-label={label}
      value={value ?? 0}
      maxValue={1}
      isIndeterminate={value === null}
      {...(valueLabel ? { valueLabel } : {})}
      className={classes(styles.bar, styles[tone])}
    >
      {({ percentage }) => (
        <div
          className={classes(styles.fill, value === null && styles.unknown)}
          style={value === null ? undefined : { width: `${percentage ?? 0}%` }}
        />
      )}
    </AriaProgressBar>
  )
}
