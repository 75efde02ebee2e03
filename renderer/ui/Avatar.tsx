/** A person as initials on a colour of their own; decoration beside the name. */
import styles from './Avatar.module.css'
import { classes } from './classes.ts'
import { initials, toneOf } from './initials.ts'

export interface AvatarProps {
  readonly name: string
  /** What the colour follows: the account id, so that it stays when the name changes. */
  readonly id: string
  /** Pixels. */
  readonly size?: 24 | 32 | 40 | 48 | 64 | 96
}

export function Avatar({ name, id, size = 40 }: AvatarProps) {
  return (
    <span
      className={classes(styles.avatar, styles[`tone${toneOf(id)}`])}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38) }}
      aria-hidden
    >
      {initials(name)}
    </span>
  )
}
