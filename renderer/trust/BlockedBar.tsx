/** Stands where one would write to somebody whom one has blocked. */
import { Ban } from 'lucide-react'
import type { AccountId } from '../../shared/ids.ts'
import { useT } from '../i18n/index.ts'
import { Button } from '../ui/index.ts'
import styles from './trust.module.css'
import { useUnblock } from './useUnblock.ts'

export function BlockedBar({ contact, name }: { readonly contact: AccountId; readonly name: string }) {
  const t = useT()
  const unblock = useUnblock()
  return (
    <section className={styles.blockedBar} aria-label={t('trust.blocked')}>
      <p className={styles.barWords}>
        <Ban size={18} aria-hidden />
        <span>{t('trust.blocked-words', { name })}</span>
      </p>
      <Button onPress={() => unblock(contact, name)}>{t('trust.unblock')}</Button>
    </section>
  )
}
