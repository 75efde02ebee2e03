/** A call on hold while another one is on the stage. */
import { Pause, PhoneOff, Play } from 'lucide-react'
import type { Call } from '../../../shared/contract/calls.ts'
import { useT } from '../../i18n/index.ts'
import { IconButton } from '../../ui/index.ts'
import styles from './Card.module.css'

export interface HeldCardProps {
  readonly call: Call
  readonly onResume: () => void
  readonly onEnd: () => void
}

export function HeldCard({ call, onResume, onEnd }: HeldCardProps) {
  const t = useT()
  const { name } = call
  return (
    <section className={styles.card} aria-label={t('calls.with', { name })}>
      <div className={styles.person}>
        <span className={styles.endedIcon}>
          <Pause size={20} aria-hidden />
        </span>
        <div className={styles.words} role="status">
          <h2 className={styles.name}>{name}</h2>
          <p className={styles.kind}>{t('calls.held')}</p>
        </div>
        <IconButton
          label={t('calls.resume-with', { name })}
          icon={<Play size={18} aria-hidden />}
          tooltip="bottom"
          onPress={onResume}
        />
        <IconButton
          label={t('calls.end-with', { name })}
          icon={<PhoneOff size={18} aria-hidden />}
          tooltip="bottom"
          className={styles.endHeld}
          onPress={onEnd}
        />
      </div>
    </section>
  )
}
