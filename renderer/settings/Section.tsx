/** A titled group of settings. */
import { type ReactNode, useId } from 'react'
import styles from './Settings.module.css'

export interface SectionProps {
  readonly title: string
  readonly children: ReactNode
}

export function Section({ title, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.sectionTitle}>
        {title}
      </h2>
      <div className={styles.group}>{children}</div>
    </section>
  )
}

export interface RowProps {
  readonly label: ReactNode
  readonly description?: ReactNode
  /** The control at the end. */
  readonly children?: ReactNode
}

/** A label with its control at the end of the line. */
export function Row({ label, description, children }: RowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.rowWords}>
        <div>{label}</div>
        {description && <div className={styles.description}>{description}</div>}
      </div>
      {children}
    </div>
  )
}
