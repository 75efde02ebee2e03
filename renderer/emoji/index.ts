/** Emoji: all of them to choose from, and by name while one writes. */
export { EmojiButton } from './EmojiButton.tsx'
export { EmojiPicker } from './EmojiPicker.tsx'
export { EmojiSuggestions, suggestionId } from './EmojiSuggestions.tsx'
export { QuickEmoji } from './QuickEmoji.tsx'
export { useSuggestions } from './use-suggestions.ts'
