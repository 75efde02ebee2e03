/** What the application itself says in a timeline. */
import { CircleFadingArrowUp, KeyRound, MessageSquareDashed, UserRoundX } from 'lucide-react'
import type { MessageBody } from '../../shared/contract/conversations.ts'
import { useT } from '../i18n/index.ts'
import { Button, classes } from '../ui/index.ts'
import styles from './entries.module.css'

type NoticeKind = Extract<MessageBody, { kind: 'notice' }>['notice']

const icons = {
  'identity-changed': KeyRound,
  'account-replaced': UserRoundX,
  undecryptable: MessageSquareDashed,
  'needs-newer-version': CircleFadingArrowUp,
} as const

export interface NoticeProps {
  readonly notice: NoticeKind
  readonly name: string
  /** Opens the details with the safety number. */
  readonly onDetails: () => void
}

export function Notice({ notice, name, onDetails }: NoticeProps) {
  const t = useT()
  const Icon = icons[notice]
  return (
    <div className={classes(styles.notice, notice === 'identity-changed' && styles.warning)}>
      <Icon size={18} aria-hidden />
      <p className={styles.noticeWords}>{t(`timeline.notice.${notice}`, { name })}</p>
      {notice === 'identity-changed' && (
        <Button size="small" onPress={onDetails}>
          {t('timeline.notice.compare')}
        </Button>
      )}
    </div>
  )
}
