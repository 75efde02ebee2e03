/** The sheet that onboarding stands on: what MegaChat is, and beside it the step at hand. */
import { Files, Lock, RadioTower } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n/index.ts'
import { Mark } from '../ui/index.ts'
import styles from './Onboarding.module.css'

export function Welcome({ children }: { readonly children: ReactNode }) {
  const t = useT()
  return (
    <div className={styles.page}>
      <div className={styles.sheet}>
        <aside className={styles.aside}>
          <Mark size={56} />
          <p className={styles.claim}>{t('onboarding.claim')}</p>
          <ul className={styles.points}>
            <li>
              <Lock size={20} aria-hidden />
              {t('onboarding.point.chat')}
            </li>
            <li>
              <Files size={20} aria-hidden />
              {t('onboarding.point.files')}
            </li>
            <li>
              <RadioTower size={20} aria-hidden />
              {t('onboarding.point.relay')}
            </li>
          </ul>
        </aside>
        <main className={styles.main}>{children}</main>
      </div>
    </div>
  )
}
