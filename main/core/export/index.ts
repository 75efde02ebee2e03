/** Copies of chats for reading elsewhere. */
export { chatExportRouter } from './handlers.ts'
