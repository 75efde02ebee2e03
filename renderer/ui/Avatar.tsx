/** A person as a picture, or as initials on a colour of their own; decoration beside the name. */
import type { ReactNode } from 'react'
import styles from './Avatar.module.css'
import { classes } from './classes.ts'
import { initials, toneOf } from './initials.ts'

export interface AvatarProps {
  readonly name: string
  /** What the colour follows: the account id, so that it stays when the name changes. */
  readonly id: string
  /** Pixels. */
  readonly size?: 24 | 32 | 40 | 48 | 64 | 96
  /** Address of a picture; null for none. */
  readonly picture?: string | null
  /** Stands in place of initials. */
  readonly sign?: ReactNode
}

export function Avatar({ name, id, size = 40, picture = null, sign }: AvatarProps) {
  return (
    <span
      className={classes(styles.avatar, styles[`tone${toneOf(id)}`])}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.38) }}
      aria-hidden
    >
      {picture === null ? (
        (sign ?? initials(name))
      ) : (
        <img className={styles.picture} src={picture} alt="" draggable={false} decoding="async" />
      )}
    </span>
  )
}
