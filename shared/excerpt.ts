/** The beginning of a message, for where there is no room for all of it. SPEC.md M-51. */
import type { Message, MessageBody, Quote, TextRange } from './contract/conversations.ts'

/** A text and how its parts look. */
export interface Formatted {
  readonly text: string
  readonly ranges: TextRange[]
}

/** UTF-16 code units. */
const excerptLength = 200

/** A text without what its spoilers hide. */
export function covered({ text, ranges }: Formatted): string {
  let shown = text
  for (const { style, start, length } of ranges) {
    if (style !== 'spoiler') continue
    const end = Math.min(shown.length, start + length)
    if (start < end) shown = shown.slice(0, start) + shown.slice(start, end).replace(/\S/g, '▒') + shown.slice(end)
  }
  return shown
}

/** The beginning of a text, without what its spoilers hide. */
export function excerptOf({ text, ranges }: Formatted): string {
  // Twice as much is more than any character at the cut can need.
  return shortened(covered({ text: text.slice(0, 2 * excerptLength), ranges }))
}

/** Cut between characters. */
export function shortened(text: string): string {
  if (text.length <= excerptLength) return text
  let end = 0
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, excerptLength + 64))) {
    if (index + segment.length > excerptLength) break
    end = index + segment.length
  }
  return text.slice(0, end === 0 ? excerptLength : end)
}

/** What can be said of a body; null where there is nothing to quote. */
function quotable(body: MessageBody): Pick<Quote, 'kind' | 'excerpt'> | null {
  switch (body.kind) {
    case 'text':
      return { kind: 'text', excerpt: excerptOf(body) }
    case 'file': {
      const { caption: text, ranges, media, name } = body
      const excerpt = text === '' ? shortened(name) : excerptOf({ text, ranges })
      return { kind: media?.kind ?? 'file', excerpt }
    }
    case 'contact':
      return { kind: 'contact', excerpt: shortened(body.name) }
    default:
      return null
  }
}

/** Null where there is nothing to quote. */
export function quoteOf({ id, own, body }: Message): Quote | null {
  const said = quotable(body)
  return said === null ? null : { messageId: id, own, ...said }
}
