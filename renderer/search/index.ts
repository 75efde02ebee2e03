/** Search: the field above the chats with its results, the bar in one chat, and the marks in messages. */
export { FindBar } from './FindBar.tsx'
export { SearchPane } from './SearchPane.tsx'
export { useSearch } from './state.ts'
export { useMarks } from './use-marks.ts'
