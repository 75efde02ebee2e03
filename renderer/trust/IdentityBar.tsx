/** Says above the composer that nothing is sent until the new safety number has been looked at. */
import { KeyRound } from 'lucide-react'
import type { AccountId } from '../../shared/ids.ts'
import { useT } from '../i18n/index.ts'
import { Button } from '../ui/index.ts'
import { showSafetyNumber } from './dialogs.ts'
import styles from './trust.module.css'
import { useContact } from './useContact.ts'

export function IdentityBar({ contact, name }: { readonly contact: AccountId; readonly name: string }) {
  const t = useT()
  if (useContact(contact)?.identityChanged !== true) return null
  return (
    <section className={styles.identityBar} aria-label={t('trust.changed')}>
      <KeyRound size={18} aria-hidden />
      <p className={styles.identityWords}>{t('trust.changed-bar', { name })}</p>
      <Button size="small" onPress={() => showSafetyNumber(contact, name)}>
        {t('trust.changed-look')}
      </Button>
    </section>
  )
}
