/** What of a message can be found, and how the index writes it. Has no knowledge of SQL. */
import type { MessageBody, SearchHit } from '../../../shared/contract/index.ts'
import type { ConversationId } from '../../../shared/ids.ts'
import { type Query, wordsOf } from '../../../shared/search/index.ts'

/** A message as it stands in its table. */
export interface StoredMessage {
  readonly conversation: ConversationId
  /** SQLite's boolean: 0 or 1. */
  readonly own: number
  readonly body: MessageBody
}

/** Begin the words that no text can hold: private characters are no letters. */
const conversationSign = '\ue000'
const ownSign = '\ue001'

const conversationWord = (id: ConversationId): string => conversationSign + id.replaceAll('-', '')

/** What can be found of a message; empty for nothing. */
export function textOf(body: MessageBody): string {
  switch (body.kind) {
    case 'text':
      return body.text
    case 'file':
      return body.caption ? `${body.caption}\n${body.name}` : body.name
    case 'contact':
      return `${body.name}\n${body.address}`
    default:
      return ''
  }
}

/** For {@link SearchHit}; null for what cannot be found. */
export function kindOf(body: MessageBody): SearchHit['kind'] | null {
  return body.kind === 'text' || body.kind === 'file' || body.kind === 'contact' ? body.kind : null
}

/** Spoilers stay hidden where only a part of a message is shown. As long as `textOf`. */
export function shownTextOf(body: MessageBody): string {
  const text = textOf(body)
  if (body.kind !== 'text' && body.kind !== 'file') return text
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
