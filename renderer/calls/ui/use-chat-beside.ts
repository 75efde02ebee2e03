/** Whether the chat stands beside the call: where there is room, as long as the call lasts. */
import { useEffect } from 'react'
import type { ConversationId } from '../../../shared/ids.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useMedia } from '../../ui/index.ts'

/** `show`: null where there is no room. */
export interface ChatBeside {
  readonly shown: boolean
  readonly show: ((shown: boolean) => void) | null
}

export function useChatBeside(conversationId: ConversationId): ChatBeside {
  const room = useMedia('(min-width: 880px)')
  const wanted = useNavigation(({ besideCall }) => besideCall)
  const showBesideCall = useNavigation((navigation) => navigation.showBesideCall)
  useEffect(() => () => showBesideCall(null), [showBesideCall])
  const shown = room && wanted === conversationId
  return { shown, show: room ? (wish) => showBesideCall(wish ? conversationId : null) : null }
}
