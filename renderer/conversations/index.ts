/** The list of chats and the way to a new one. */
export { ConversationList } from './ConversationList.tsx'
export { askToDelete } from './menu/asked.ts'
export { ChatDialogs } from './menu/ChatDialogs.tsx'
export { ChatMenu } from './menu/ChatMenu.tsx'
export { useChatActions } from './menu/use-chat-actions.ts'
export { NewChatDialog } from './NewChatDialog.tsx'
