/** Answers the contract of conversations. */
import { implement } from '@orpc/server'
import { conversations as contract } from '../../../shared/contract/index.ts'
import type { Conversations } from './conversations.ts'

export function conversationsRouter(conversations: Conversations) {
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => conversations.watch(signal)),
    changes: os.changes.handler(({ signal }) => conversations.listEvents(signal)),
    timeline: os.timeline.handler(({ input, signal }) => conversations.timeline(input.conversationId, signal)),
    older: os.older.handler(({ input }) => conversations.older(input.conversationId, input.before, input.limit)),
    newer: os.newer.handler(({ input }) => conversations.newer(input.conversationId, input.after, input.limit)),
    around: os.around.handler(({ input }) => conversations.around(input.messageId, input.limit)),
    sendText: os.sendText.handler(({ input }) => conversations.sendText(input.conversationId, input.text, input.id)),
    resend: os.resend.handler(({ input }) => conversations.resend(input.messageId)),
    markRead: os.markRead.handler(({ input }) => conversations.markRead(input.conversationId, input.upTo)),
    setDraft: os.setDraft.handler(({ input }) => conversations.setDraft(input.conversationId, input.text)),
    acceptRequest: os.acceptRequest.handler(({ input }) => conversations.accept(input.conversationId)),
    remove: os.remove.handler(({ input }) => conversations.remove(input.conversationId)),
  })
}
