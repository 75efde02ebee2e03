/** A whole window that has one thing to say. */
import type { ReactNode } from 'react'
import styles from './Notice.module.css'

export interface NoticeProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}

export function Notice({ icon, title, children, action }: NoticeProps) {
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <div className={styles.icon}>{icon}</div>
        <h1 className={styles.title}>{title}</h1>
        {children && <div className={styles.words}>{children}</div>}
        {action}
      </div>
    </main>
  )
}
