/** What stands before the first message: with whom one talks, and who cannot read along. */
import { LockKeyhole } from 'lucide-react'
import { useT } from '../i18n/index.ts'
import { Avatar } from '../ui/index.ts'
import styles from './entries.module.css'

export interface BeginningProps {
  readonly id: string
  readonly name: string
  readonly address: string
}

export function Beginning({ id, name, address }: BeginningProps) {
  const t = useT()
  return (
    <div className={styles.beginning}>
      <Avatar id={id} name={name} size={96} />
      <h2 className={styles.beginningName}>{name}</h2>
      <p className={styles.beginningAddress}>{address}</p>
      <p className={styles.beginningNote}>
        <LockKeyhole size={16} aria-hidden />
        <span>{t('timeline.encrypted', { name })}</span>
      </p>
    </div>
  )
}
