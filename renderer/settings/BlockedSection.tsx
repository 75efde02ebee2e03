/** Who is blocked, and the way back. */
import { useBlocked } from '../app/streams.ts'
import { useT } from '../i18n/index.ts'
import { useUnblock } from '../trust/index.ts'
import { Button } from '../ui/index.ts'
import { Row, Section } from './Section.tsx'
import styles from './Settings.module.css'

export function BlockedSection() {
  const t = useT()
  const blocked = useBlocked()
  const unblock = useUnblock()
  return (
    <Section title={t('trust.blocked-people')}>
      <div className={styles.block}>
        {blocked?.length === 0 && <p className={styles.description}>{t('trust.blocked-nobody')}</p>}
        {blocked?.map(({ id, name, address }) => (
          <Row key={id} label={name} description={address}>
            <Button size="small" aria-label={t('trust.unblock-name', { name })} onPress={() => unblock(id, name)}>
              {t('trust.unblock')}
            </Button>
          </Row>
        ))}
      </div>
    </Section>
  )
}
