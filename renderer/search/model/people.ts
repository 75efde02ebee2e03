/** Finds chats and contacts by name and address. Has no knowledge of components. */
import type { Contact } from '../../../shared/contract/contacts.ts'
import type { Conversation } from '../../../shared/contract/conversations.ts'
import { wordsOf } from '../../../shared/search/index.ts'

type Named = Pick<Conversation, 'name' | 'address'>

/** Folding thousands of names at each key would be felt; an entry of the list that is the same object is the same. */
const folded = new WeakMap<Named, string>()

const plain = (text: string): string =>
  wordsOf(text)
    .map((word) => word.text)
    .join(' ')

function plainOf(named: Named): string {
  let text = folded.get(named)
  if (text === undefined) {
    text = plain(`${named.name} ${named.address}`)
    folded.set(named, text)
  }
  return text
}

/** Those whose name or address holds every word of `query`: first where words begin so, then the others, in their order. */
export function matching<T extends Named>(list: readonly T[], query: string): readonly T[] {
  const words = wordsOf(query).map((word) => word.text)
  if (words.length === 0) return []
  const holding = list.filter((named) => {
    const text = plainOf(named)
    return words.every((word) => text.includes(word))
  })
  const begins = (named: T) => words.every((word) => ` ${plainOf(named)}`.includes(` ${word}`))
  return [...holding.filter(begins), ...holding.filter((named) => !begins(named))]
}

/** Contacts without a chat in the list. */
export function withoutChat(contacts: readonly Contact[], conversations: readonly Conversation[]): readonly Contact[] {
  const known = new Set(conversations.map(({ contact }) => contact))
  return contacts.filter(({ id }) => !known.has(id))
}
