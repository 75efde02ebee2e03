/** What the application itself says in a timeline. */
import { CircleFadingArrowUp, KeyRound, MessageSquareDashed, Signpost, Timer, UserRoundX } from 'lucide-react'
import type { MessageBody } from '../../shared/contract/conversations.ts'
import { useT } from '../i18n/index.ts'
import { Button, classes } from '../ui/index.ts'
import styles from './entries.module.css'

type NoticeKind = Extract<MessageBody, { kind: 'notice' }>['notice'] | 'timer'

const icons = {
  'identity-changed': KeyRound,
  'account-replaced': UserRoundX,
  'relay-changed': Signpost,
  undecryptable: MessageSquareDashed,
  'needs-newer-version': CircleFadingArrowUp,
  timer: Timer,
} as const

export interface NoticeProps {
  readonly notice: NoticeKind
  readonly words: string
  /** Shows the safety number. */
  readonly onCompare: () => void
}

export function Notice({ notice, words, onCompare }: NoticeProps) {
  const t = useT()
  const Icon = icons[notice]
  return (
    <div className={classes(styles.notice, notice === 'identity-changed' && styles.warning)}>
      <Icon size={18} aria-hidden />
      <p className={styles.noticeWords}>{words}</p>
      {notice === 'identity-changed' && (
        <Button size="small" onPress={onCompare}>
          {t('timeline.notice.compare')}
        </Button>
      )}
    </div>
  )
}
