/** A line that stays as long as its cause does. */
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Banner.module.css'
import { classes } from './classes.ts'

export type Tone = 'info' | 'success' | 'warning' | 'danger'

export const toneIcons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert } as const

export interface BannerProps {
  readonly tone?: Tone
  readonly children: ReactNode
  /** A small button at the end. */
  readonly action?: ReactNode
  /** Instead of the tone's icon. */
  readonly icon?: ReactNode
  /** `alert` interrupts a screen reader; `status` waits. */
  readonly role?: 'alert' | 'status'
}

export function Banner({ tone = 'info', children, action, icon, role = 'status' }: BannerProps) {
  const Icon = toneIcons[tone]
  return (
    <div className={classes(styles.banner, styles[tone])} role={role}>
      {icon ?? <Icon size={18} aria-hidden />}
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  )
}
