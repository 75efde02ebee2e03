/** What an answer says of the message that it answers. SPEC.md M-51. */
import { create } from '@bufbuild/protobuf'
import type { Message, Quote } from '../../../shared/contract/index.ts'
import { quoteOf, shortened } from '../../../shared/excerpt.ts'
import { QuotedKind, QuoteSchema, type Quote as WireQuote } from '../../../shared/wire/gen/content_pb.js'
import { idBytes, messageIdOf } from '../relay/index.ts'

type Kind = Quote['kind']

const kinds: Record<Kind, QuotedKind> = {
  text: QuotedKind.TEXT,
  file: QuotedKind.FILE,
  picture: QuotedKind.PICTURE,
  video: QuotedKind.VIDEO,
  audio: QuotedKind.AUDIO,
  voice: QuotedKind.VOICE,
  contact: QuotedKind.CONTACT,
}
const kindOf = new Map(Object.entries(kinds).map(([kind, value]) => [value, kind as Kind]))

/** As it travels: `own` means who quotes. */
export const writeQuote = ({ messageId, own, kind, excerpt }: Quote): WireQuote =>
  create(QuoteSchema, { messageId: idBytes(messageId), own, kind: kinds[kind], excerpt })

/**
 * What somebody quotes. Nobody puts words into another's mouth: of a message that is here the quote says what that message
 * says, or what it has said before.
 * @param find the message in the same conversation, and what it has said before; null where it is not here.
 */
export function readQuote(
  wire: WireQuote | undefined,
  find: (id: Quote['messageId']) => { message: Message; before: readonly string[] } | null,
): Quote | null {
  const messageId = wire === undefined ? null : messageIdOf(wire.messageId)
  const kind = wire === undefined ? undefined : kindOf.get(wire.kind)
  if (wire === undefined || messageId === null || kind === undefined) return null
  const found = find(messageId)
  const excerpt = shortened(wire.excerpt)
  if (found === null) return { messageId, own: !wire.own, kind, excerpt }
  const now = quoteOf(found.message)
  if (now === null) return { messageId, own: found.message.own, kind, excerpt: '' }
  return found.before.includes(excerpt) ? { ...now, excerpt } : now
}
