/** What can be done with a chat as a whole. */
import { useMemo } from 'react'
import type { Conversation } from '../../../shared/contract/conversations.ts'
import { detach } from '../../../shared/errors.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { useCore } from '../../app/client.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useReport } from '../../app/report.ts'
import { useT } from '../../i18n/index.ts'
import { showToast } from '../../ui/index.ts'

export interface ChatActions {
  readonly pin: (chat: Conversation, pinned: boolean) => void
  /** `until`: milliseconds since the epoch; null for no longer. */
  readonly mute: (chat: Conversation, until: number | null) => void
  readonly archive: (chat: Conversation, archived: boolean) => void
  readonly markUnread: (chat: Conversation) => void
  readonly markRead: (chat: Conversation) => void
  /** Seconds; null for never. */
  readonly setTimer: (chat: Conversation, seconds: number | null) => void
  readonly remove: (chat: Conversation) => void
}

/** What would be read at once where it stands open. */
function leave(id: ConversationId): void {
  const { conversation, closeConversation } = useNavigation.getState()
  if (conversation === id) closeConversation()
}

export function useChatActions(): ChatActions {
  const { conversations } = useCore()
  const report = useReport()
  const t = useT()
  return useMemo(() => {
    const archive = ({ id, name }: Conversation, archived: boolean) => {
      leave(id)
      const undo = () => detach(conversations.setArchived({ conversationId: id, archived: !archived }), report)
      detach(
        conversations.setArchived({ conversationId: id, archived }).then(() =>
          showToast({
            text: t(archived ? 'chat.archived' : 'chat.unarchived', { name }),
            action: { label: t('ui.undo'), onAction: undo },
          }),
        ),
        report,
      )
    }
    return {
      archive,
      pin: ({ id }, pinned) => detach(conversations.setPinned({ conversationId: id, pinned }), report),
      mute: ({ id }, until) => detach(conversations.mute({ conversationId: id, until }), report),
      markUnread: ({ id }) => {
        leave(id)
        detach(conversations.markUnread({ conversationId: id }), report)
      },
      markRead: ({ id }) =>
        detach(conversations.markRead({ conversationId: id, upTo: Number.MAX_SAFE_INTEGER }), report),
      setTimer: ({ id }, seconds) => detach(conversations.setTimer({ conversationId: id, seconds }), report),
      remove: ({ id }) => {
        leave(id)
        detach(conversations.remove({ conversationId: id }), report)
      },
    }
  }, [conversations, report, t])
}
