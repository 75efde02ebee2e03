/** Words for assistive technology alone. */
import type { HTMLAttributes } from 'react'
import styles from './VisuallyHidden.module.css'

export function VisuallyHidden(props: Omit<HTMLAttributes<HTMLSpanElement>, 'className' | 'style'>) {
  return <span {...props} className={styles.hidden} />
}
