/** Asks what to do with a stranger's first message; nothing is revealed to them before. */
import { useT } from '../i18n/index.ts'
import { Button } from '../ui/index.ts'
import styles from './RequestBar.module.css'

export interface RequestBarProps {
  readonly name: string
  readonly busy: boolean
  readonly onAccept: () => void
  readonly onDelete: () => void
  readonly onBlock: () => void
}

export function RequestBar({ name, busy, onAccept, onDelete, onBlock }: RequestBarProps) {
  const t = useT()
  return (
    <section className={styles.bar} aria-label={t('timeline.request.title')}>
      <p className={styles.words}>{t('timeline.request.words', { name })}</p>
      <div className={styles.buttons}>
        <Button onPress={onBlock} isDisabled={busy}>
          {t('timeline.request.block')}
        </Button>
        <Button onPress={onDelete} isDisabled={busy}>
          {t('timeline.request.delete')}
        </Button>
        <Button variant="primary" onPress={onAccept} isPending={busy}>
          {t('timeline.request.accept')}
        </Button>
      </div>
    </section>
  )
}
