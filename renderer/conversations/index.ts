/** The list of chats and the way to a new one. */
export { ConversationList } from './ConversationList.tsx'
export { NewChatDialog } from './NewChatDialog.tsx'
