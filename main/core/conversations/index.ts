/** Conversations and their messages, also for the rooms that put messages of their own into them. */

export { Conversations, type ConversationsOptions } from './conversations.ts'
export { conversationsRouter } from './handlers.ts'
export type { Gone, RoomMessage } from './messages.ts'
export { conversationsMending, conversationsMigrations } from './migrations.ts'
export { keepingNotes } from './notes.ts'
