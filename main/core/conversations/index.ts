/** Conversations and their messages, also for the rooms that put messages of their own into them. */
export { Conversations, type ConversationsOptions, type RoomMessage } from './conversations.ts'
export { conversationsRouter } from './handlers.ts'
export { conversationsMigrations } from './migrations.ts'
