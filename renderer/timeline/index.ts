/** The open chat. */
export { ChatView, type ChatViewProps } from './ChatView.tsx'
