/** A call whose media another window of this profile holds. */
import { PhoneCall, PhoneOff } from 'lucide-react'
import type { Call } from '../../../shared/contract/calls.ts'
import { useT } from '../../i18n/index.ts'
import { Button } from '../../ui/index.ts'
import styles from './Card.module.css'

export function ElsewhereBar({ call, onEnd }: { readonly call: Call; readonly onEnd: () => void }) {
  const t = useT()
  return (
    <section className={styles.card} aria-label={t('calls.with', { name: call.name })}>
      <div className={styles.person}>
        <span className={styles.endedIcon}>
          <PhoneCall size={20} aria-hidden />
        </span>
        <div className={styles.words} role="status">
          <h2 className={styles.name}>{t('calls.with', { name: call.name })}</h2>
          <p className={styles.kind}>{t('calls.elsewhere')}</p>
        </div>
      </div>
      <Button variant="danger" icon={<PhoneOff size={18} aria-hidden />} onPress={onEnd}>
        {t('calls.end')}
      </Button>
    </section>
  )
}
