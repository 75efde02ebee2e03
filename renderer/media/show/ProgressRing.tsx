/** How much of something has moved, as a ring around what can be done with it. */
import { ProgressBar } from 'react-aria-components'
import { classes } from '../../ui/index.ts'
import styles from './ProgressRing.module.css'

export interface ProgressRingProps {
  readonly label: string
  /** 0 to 1; null where it is not known. */
  readonly share: number | null
}

const radius = 20
const around = 2 * Math.PI * radius

export function ProgressRing({ label, share }: ProgressRingProps) {
  return (
    <ProgressBar
      aria-label={label}
      isIndeterminate={share === null}
      value={(share ?? 0) * 100}
      className={styles.ring ?? ''}
    >
      <svg viewBox="0 0 44 44" className={classes(styles.drawing, share === null && styles.turning)} aria-hidden>
        <circle className={styles.track} cx="22" cy="22" r={radius} />
        <circle
          className={styles.bar}
          cx="22"
          cy="22"
          r={radius}
          strokeDasharray={around}
          strokeDashoffset={around * (1 - Math.max(0.04, share ?? 0.25))}
        />
      </svg>
    </ProgressBar>
  )
}
