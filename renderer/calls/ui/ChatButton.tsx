/** Shows the chat with whom one talks to beside the call, and what waits there unread. */
import { MessageSquare } from 'lucide-react'
import type { ConversationId } from '../../../shared/ids.ts'
import { useConversations } from '../../app/streams.ts'
import { useT } from '../../i18n/index.ts'
import { classes, IconButton } from '../../ui/index.ts'
import styles from './Controls.module.css'

export interface ChatButtonProps {
  readonly conversationId: ConversationId
  readonly shown: boolean
  readonly onShow: (shown: boolean) => void
}

export function ChatButton({ conversationId, shown, onShow }: ChatButtonProps) {
  const t = useT()
  const unread = useConversations((list) => list?.find(({ id }) => id === conversationId)?.unread ?? 0)
  const waiting = shown ? 0 : unread
  const label = shown ? t('calls.chat-hide') : t('calls.chat', { count: waiting })
  return (
    <span className={styles.badged}>
      <IconButton
        label={label}
        icon={<MessageSquare size={22} aria-hidden />}
        size="large"
        tooltip="top"
        className={classes(styles.control, shown && styles.off)}
        onPress={() => onShow(!shown)}
      />
      {waiting > 0 && (
        <span className={styles.badge} aria-hidden>
          {waiting > 99 ? '99+' : waiting}
        </span>
      )}
    </span>
  )
}
