/** What is said along with something else: a file's caption, what it answers, whether it was handed on. SPEC.md M-50 f. */
import { create } from '@bufbuild/protobuf'
import type { FormattedText, Quote, TextRange } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { excerptOf, quoteOf } from '../../../shared/excerpt.ts'
import { type AccountId, type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import { maxCaptionBytes } from '../../../shared/media-types.ts'
import { type Text, TextSchema } from '../../../shared/wire/gen/content_pb.js'
import type { Tx } from '../store/index.ts'
import { readVersions } from './edits.ts'
import { readQuote, writeQuote } from './quotes.ts'
import type { Room } from './room.ts'
import { checkedText, readText, textInit } from './text.ts'

export interface Words {
  readonly caption: string
  readonly ranges: TextRange[]
  readonly quote: Quote | null
  readonly forwarded: boolean
}

const nothing: Words = { caption: '', ranges: [], quote: null, forwarded: false }

export class AccompanyingWords {
  readonly #room: Pick<Room, 'messages'>

  constructor(room: Pick<Room, 'messages'>) {
    this.#room = room
  }

  /** The user's own. Raises `too-large`, `invalid-input`. */
  own(
    conversation: ConversationId,
    said: { readonly caption?: FormattedText | undefined; readonly replyTo?: MessageId | undefined },
  ): Words {
    if (said.caption !== undefined && Buffer.byteLength(said.caption.text) > maxCaptionBytes)
      throw new AppError('too-large', 'a caption is too long', { limit: maxCaptionBytes })
    const { text: caption, ranges } = said.caption === undefined ? { text: '', ranges: [] } : checkedText(said.caption)
    const message = said.replyTo === undefined ? null : this.#room.messages.read(said.replyTo)
    // Gone in the meantime: what was to be said is said all the same.
    const quote = message?.conversationId === conversation ? quoteOf(message) : null
    return { caption, ranges, quote, forwarded: false }
  }

  /** Others'. Raises `too-large`. */
  read(tx: Tx, from: AccountId, wire: Text | undefined): Words {
    if (wire === undefined) return nothing
    const conversation = conversationWith(from)
    const quote = readQuote(wire.quote, (id) => {
      const message = this.#room.messages.read(id)
      if (message?.conversationId !== conversation) return null
      return { message, before: readVersions(tx.db, id).map(excerptOf) }
    })
    const { text: caption, ranges } = readText(wire)
    return { caption, ranges, quote, forwarded: wire.forwarded }
  }

  /** Undefined where nothing is said. */
  write({ caption: text, ranges, quote, forwarded }: Words): Text | undefined {
    if (text === '' && quote === null && !forwarded) return undefined
    const answers = quote === null ? {} : { quote: writeQuote(quote) }
    return create(TextSchema, { ...textInit({ text, ranges }), ...answers, forwarded })
  }
}
