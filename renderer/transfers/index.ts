/** Files on their way: inside a chat, and all of them on one page. */
export { FileIcon } from './FileIcon.tsx'
export { FileMessage } from './FileMessage.tsx'
export { TransfersView } from './TransfersView.tsx'
export { useFileWords } from './words.ts'
