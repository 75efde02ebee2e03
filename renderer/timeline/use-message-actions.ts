/** What rows ask for, done; what needs a place in the view first is told to it. */
import { useCallback, useMemo } from 'react'
import type { Conversation, Message } from '../../shared/contract/conversations.ts'
import { detach } from '../../shared/errors.ts'
import type { MessageId } from '../../shared/ids.ts'
import { useClients } from '../app/client.ts'
import { useCopy } from '../app/copy.ts'
import { useReport } from '../app/report.ts'
import { useShellInfo } from '../app/shellInfo.ts'
import { useConversationsNow } from '../app/streams.ts'
import { useStartCall } from '../calls/index.ts'
import { useComposerSession } from '../composer/index.ts'
import { type MediaMessage, useSaveMedia } from '../media/index.ts'
import { showSafetyNumber } from '../trust/index.ts'
import type { Point } from '../ui/index.ts'
import type { MessageActions } from './message/actions.ts'
import type { Asked } from './remarks/MessageDialogs.tsx'

export interface Views {
  /** Asks before a link is opened. */
  readonly askLink: (url: string) => void
  readonly openMedia: (message: MediaMessage) => void
  readonly ask: (asked: Asked) => void
  readonly openMenu: (message: Message, at: Point) => void
  readonly jumpTo: (id: MessageId, focus: boolean) => Promise<void>
  readonly select: (message: Message) => void
  readonly toggle: (message: Message, range: boolean) => void
}

/** `views` must hold functions that stay the same. */
export function useMessageActions(
  { id, contact, name }: Conversation,
  { askLink, openMedia, ask, openMenu, jumpTo, select, toggle }: Views,
): MessageActions {
  const { core, shell } = useClients()
  const session = useComposerSession()
  const report = useReport()
  const copy = useCopy()
  const startCall = useStartCall()
  const saveMedia = useSaveMedia()
  const list = useConversationsNow()
  const asks = useShellInfo().shell === 'browser'
  const openLink = useCallback((url: string) => detach(shell.openExternal({ url }), report), [shell, report])
  // Asked for when it is needed: rows do not draw anew with each letter.
  const draft = useCallback(() => list().find((other) => other.id === id)?.draft ?? '', [list, id])
  return useMemo<MessageActions>(
    () => ({
      copy,
      call: (media) => detach(startCall(id, media), report),
      // In Electron the main process asks, whom no page can pass by.
      openLink: asks ? askLink : openLink,
      resend: ({ id: messageId }) => detach(core.conversations.resend({ messageId }), report),
      showSafetyNumber: () => showSafetyNumber(contact, name),
      openMedia,
      saveMedia,
      reply: (message) => session.startReply(message, draft()),
      edit: (message) => session.startEdit(message, draft()),
      react: ({ id: messageId }, emoji) => detach(core.conversations.react({ messageId, emoji }), report),
      jump: (messageId) => detach(jumpTo(messageId, true), report),
      ask: (question, message) => ask({ question, messages: [message] }),
      select,
      toggle,
      openMenu,
    }),
    [
      core,
      session,
      report,
      copy,
      startCall,
      saveMedia,
      asks,
      askLink,
      openLink,
      openMedia,
      ask,
      openMenu,
      jumpTo,
      select,
      toggle,
      draft,
      id,
      contact,
      name,
    ],
  )
}
