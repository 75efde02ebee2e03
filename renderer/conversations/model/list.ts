/** Finds chats in the list. Has no knowledge of components. */
import type { Conversation } from '../../../shared/contract/conversations.ts'

/** Letters without case and without marks: `Zoë` is found by `zoe`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
}

/** Those whose name or address holds every word of `query`, in their order. */
export function matching(conversations: readonly Conversation[], query: string): readonly Conversation[] {
  const words = plain(query).split(/\s+/u).filter(Boolean)
  if (words.length === 0) return conversations
  return conversations.filter(({ name, address }) => {
    const text = plain(`${name} ${address}`)
    return words.every((word) => text.includes(word))
  })
}

/** The index that a key leads to in a list of `length`, or null where the key means nothing. The list has ends. */
export function indexAfterKey(key: string, index: number, length: number): number | null {
  if (length === 0) return null
  switch (key) {
    case 'ArrowDown':
      return Math.min(length - 1, index + 1)
    case 'ArrowUp':
      return Math.max(0, index - 1)
    case 'Home':
      return 0
    case 'End':
      return length - 1
    default:
      return null
  }
}
