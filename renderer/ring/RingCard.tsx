/** Who calls, and the answers. */
import { Phone, PhoneOff, Video } from 'lucide-react'
import { useEffect } from 'react'
import type { RingAnswer, RingPage } from '../../shared/ring-page.ts'
import { useT } from '../i18n/index.ts'
import { Avatar, Button } from '../ui/index.ts'
import styles from './RingCard.module.css'

export interface RingCardProps {
  readonly page: RingPage
  readonly onAnswer: (answer: RingAnswer) => void
}

export function RingCard({ page: { id, name, media }, onAnswer }: RingCardProps) {
  const t = useT()
  const title = t('calls.incoming.from', { name })
  const Icon = media === 'video' ? Video : Phone
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <main className={styles.card} aria-label={title}>
      <button type="button" className={styles.person} onClick={() => onAnswer('show')}>
        <Avatar id={id} name={name} size={48} />
        <span className={styles.words}>
          <span className={styles.name}>{title}</span>
          <span className={styles.kind}>
            <Icon size={16} aria-hidden />
            {t(`calls.incoming.${media}`)}
          </span>
        </span>
      </button>
      <div className={styles.answers}>
        <Button variant="danger" icon={<PhoneOff size={18} aria-hidden />} onPress={() => onAnswer('decline')}>
          {t('calls.decline')}
        </Button>
        <Button className={styles.accept} icon={<Icon size={18} aria-hidden />} onPress={() => onAnswer('accept')}>
          {t('calls.accept')}
        </Button>
      </div>
    </main>
  )
}
