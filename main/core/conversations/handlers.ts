/** Answers the contract of conversations. */
import { implement } from '@orpc/server'
import { conversations as contract } from '../../../shared/contract/index.ts'
import type { Conversations } from './conversations.ts'

export function conversationsRouter(room: Conversations) {
  const { history, list, shelf, sending, cards, edits, reactions, deletions, disappearing, typing } = room
  const os = implement(contract)
  return os.router({
    watch: os.watch.handler(({ signal }) => list.watch(signal)),
    changes: os.changes.handler(({ signal }) => list.events(signal)),
    timeline: os.timeline.handler(({ input, signal }) => history.timeline(input.conversationId, signal)),
    older: os.older.handler(({ input }) => history.older(input.conversationId, input.before, input.limit)),
    calls: os.calls.handler(({ input }) => history.calls(input.before, input.limit)),
    newer: os.newer.handler(({ input }) => history.newer(input.conversationId, input.after, input.limit)),
    around: os.around.handler(({ input }) => history.around(input.messageId, input.limit)),
    details: os.details.handler(({ input }) => history.details(input.messageId)),
    sendText: os.sendText.handler(({ input: { conversationId, ...text } }) => sending.sendText(conversationId, text)),
    resend: os.resend.handler(({ input }) => sending.resend(input.messageId)),
    forward: os.forward.handler(({ input }) => sending.forward(input.messageIds, input.to)),
    sendContact: os.sendContact.handler(({ input }) => cards.send(input.contact, input.to)),
    edit: os.edit.handler(({ input: { messageId, ...text } }) => edits.edit(messageId, text)),
    versions: os.versions.handler(({ input }) => edits.versions(input.messageId)),
    react: os.react.handler(({ input }) => reactions.react(input.messageId, input.emoji)),
    delete: os.delete.handler(({ input }) => deletions.delete(input.messageIds, input.everyone)),
    setTimer: os.setTimer.handler(({ input }) => disappearing.setTimer(input.conversationId, input.seconds)),
    setTyping: os.setTyping.handler(({ input }) => typing.set(input.conversationId, input.typing)),
    typing: os.typing.handler(({ signal }) => typing.watch(signal)),
    openNotes: os.openNotes.handler(() => ({ conversationId: room.openNotes() })),
    setPinned: os.setPinned.handler(({ input }) => shelf.pin(input.conversationId, input.pinned)),
    setArchived: os.setArchived.handler(({ input }) => shelf.archive(input.conversationId, input.archived)),
    mute: os.mute.handler(({ input }) => shelf.mute(input.conversationId, input.until)),
    markUnread: os.markUnread.handler(({ input }) => shelf.markUnread(input.conversationId)),
    setDraft: os.setDraft.handler(({ input }) => shelf.draft(input.conversationId, input.text, input.replyTo)),
    markRead: os.markRead.handler(({ input }) => room.markRead(input.conversationId, input.upTo)),
    acceptRequest: os.acceptRequest.handler(({ input }) => room.accept(input.conversationId)),
    remove: os.remove.handler(({ input }) => room.remove(input.conversationId)),
  })
}
