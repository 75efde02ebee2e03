/** What of a message can be found, and how the index writes it. Has no knowledge of SQL. */
import type { SearchHit } from '../../../shared/contract/index.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { type Query, wordsOf } from '../../../shared/search/index.ts'

/** What search reads of a body: the words of texts, files and contacts, of whichever version of the program. */
export interface SearchedBody {
  readonly kind: string
  readonly text?: string
  readonly caption?: string
  readonly name?: string
  readonly address?: string
  /** In UTF-16 code units of the text or caption. */
  readonly ranges?: readonly { readonly style: string; readonly start: number; readonly length: number }[]
}

/** A message as it stands in its table. */
export interface StoredMessage {
  readonly conversation: ConversationId
  /** SQLite's boolean: 0 or 1. */
  readonly own: number
  readonly body: SearchedBody
}

/** Begin the words that no text can hold: private characters are no letters. */
const conversationSign = '\ue000'
const ownSign = '\ue001'

const conversationWord = (id: ConversationId): string => conversationSign + id.replaceAll('-', '')

/** For {@link SearchHit}; null for what cannot be found. */
export function kindOf({ kind }: SearchedBody): SearchHit['kind'] | null {
  return kind === 'text' || kind === 'file' || kind === 'contact' ? kind : null
}

/** What can be found of a message; empty for nothing. */
export function textOf(body: SearchedBody): string {
  const { text, caption, name, address } = body
  const parts = kindOf(body) === null ? [] : [text, caption, name, address]
  return parts.filter((part) => part !== undefined && part !== '').join('\n')
}

/** Spoilers stay hidden where only a part of a message is shown. As long as `textOf`. */
export function shownTextOf(body: SearchedBody): string {
  const text = textOf(body)
  return (body.ranges ?? [])
    .filter(({ style }) => style === 'spoiler')
    .reduce((shown, { start, length }) => {
      const end = Math.min(text.length, start + length)
      return shown.slice(0, start) + shown.slice(start, end).replace(/\S/g, '▒') + shown.slice(end)
    }, text)
}

/** The row of the index; null for what cannot be found. The same message always gives the same. */
export function documentOf({ conversation, own, body }: StoredMessage): string | null {
  const words = wordsOf(textOf(body))
  if (words.length === 0) return null
  const signs = own === 1 ? `${conversationWord(conversation)} ${ownSign}` : conversationWord(conversation)
  return `${signs} ${words.map(({ text }) => text).join(' ')}`
}

/** An FTS5 expression. Words have letters, digits and marks alone, so nothing in them can mean anything to FTS5. */
export function expressionOf({ terms, own }: Query, conversation: ConversationId | undefined): string {
  return [
    ...(conversation === undefined ? [] : [`"${conversationWord(conversation)}"`]),
    ...(own ? [`"${ownSign}"`] : []),
    ...terms.map(({ words, prefix }) => `"${words.join(' ')}"${prefix ? ' *' : ''}`),
  ].join(' AND ')
}
