/** Sends texts, sends again what has failed, and hands on what others have said. SPEC.md M-21, M-24, M-50 f., M-61. */
import { create } from '@bufbuild/protobuf'
import { toPayload } from '../../../shared/bridge/errors.ts'
import type { FormattedText, Message, MessageBody } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { excerptOf, quoteOf } from '../../../shared/excerpt.ts'
import { AccountId, type ConversationId, conversationWith, type MessageId, newMessageId } from '../../../shared/ids.ts'
import { type Text, TextSchema } from '../../../shared/wire/gen/content_pb.js'
import type { ContentBody, Incoming, Outcome, Sender } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'
import type { Disappearing } from './disappearing.ts'
import { readVersions } from './edits.ts'
import { readQuote, writeQuote } from './quotes.ts'
import { counterpart, type Room } from './room.ts'
import * as table from './table.ts'
import { checkedText, readText, textInit } from './text.ts'

type Kind = MessageBody['kind']
type BodyOf<K extends Kind> = Extract<MessageBody, { kind: K }>

/** How a body travels, where the other side gets all of it with one content. */
export type Writer<K extends Kind> = (body: BodyOf<K>) => ContentBody
/** Hands a message on in a way of its own. Raises `AppError`. */
export type Forwarder<K extends Kind> = (body: BodyOf<K>, to: ConversationId) => void | Promise<void>

export interface NewText extends FormattedText {
  readonly replyTo?: MessageId | undefined
  readonly id?: MessageId | undefined
}

export class Sending {
  readonly #room: Room
  readonly #disappearing: Disappearing
  readonly #writers = new Map<Kind, Writer<Kind>>()
  readonly #forwarders = new Map<Kind, Forwarder<Kind>>()

  constructor(room: Room, disappearing: Disappearing) {
    this.#room = room
    this.#disappearing = disappearing
    this.writeBy('text', (body) => ({ case: 'text', value: writeBody(body) }))
    room.messaging.handle('text', (tx, sender, incoming) => this.#receive(tx, sender, incoming))
    room.messaging.onOutcome((tx, outcome) => this.#settle(tx, outcome))
  }

  writeBy<K extends Kind>(kind: K, writer: Writer<K>): void {
    // The map's key is what makes the body fit.
    this.#writers.set(kind, writer as unknown as Writer<Kind>)
  }

  forwardBy<K extends Kind>(kind: K, forwarder: Forwarder<K>): void {
    this.#forwarders.set(kind, forwarder as unknown as Forwarder<Kind>)
  }

  /** Raises `not-found`, `too-large`, `invalid-input`; a message with this id is not sent twice. */
  sendText(conversation: ConversationId, { replyTo, id = newMessageId(), ...formatted }: NewText): Message {
    const { store, messages } = this.#room
    const text = checkedText(formatted)
    return store.transaction((tx) => {
      counterpart(this.#room, conversation)
      const known = messages.read(id)
      if (known === null) {
        const quote = replyTo === undefined ? null : this.#quote(replyTo, conversation)
        this.#send(tx, conversation, id, { kind: 'text', ...text, quote, forwarded: false })
      }
      const message = messages.read(id)
      if (message?.conversationId !== conversation || !message.own)
        throw new AppError('invalid-input', 'the id is taken')
      return message
    })
  }

  /** Sends again what has failed. Raises `not-found`, `invalid-input`. */
  resend(id: MessageId): void {
    const { store, messages, messaging } = this.#room
    store.transaction((tx) => {
      const message = messages.read(id)
      if (message === null) throw new AppError('not-found')
      const { body, conversationId, delivery } = message
      const writer = this.#writers.get(body.kind)
      if (writer === undefined || delivery !== 'failed') throw new AppError('invalid-input', 'nothing to send again')
      table.setDelivery(tx, id, 'waiting', null)
      messaging.enqueue(tx, counterpart(this.#room, conversationId), writer(body), { id })
      messages.touched(tx, message)
    })
  }

  /** All of them in their order, to each of them. Raises `not-found`, `invalid-input`, and what a forwarder raises. */
  async forward(ids: readonly MessageId[], to: readonly ConversationId[]): Promise<void> {
    const { messages, store } = this.#room
    for (const conversation of to) counterpart(this.#room, conversation)
    const found = ids.map((id) => {
      const message = messages.read(id)
      if (message === null) throw new AppError('not-found')
      if (!this.#writers.has(message.body.kind) && !this.#forwarders.has(message.body.kind))
        throw new AppError('invalid-input', 'not to be handed on')
      return message
    })
    for (const conversation of to) {
      for (const { body } of found) {
        const forwarder = this.#forwarders.get(body.kind)
        if (forwarder !== undefined) await forwarder(body, conversation)
        else store.transaction((tx) => this.#send(tx, conversation, newMessageId(), asForwarded(body)))
      }
    }
  }

  /** One new message of this body to each of them. Raises `not-found`. */
  sendBody(to: readonly ConversationId[], body: MessageBody): void {
    for (const conversation of to) counterpart(this.#room, conversation)
    this.#room.store.transaction((tx) => {
      for (const conversation of to) this.#send(tx, conversation, newMessageId(), body)
    })
  }

  #send(tx: Tx, conversationId: ConversationId, id: MessageId, body: MessageBody): void {
    const { messages, messaging, self } = this.#room
    const writer = this.#writers.get(body.kind)
    if (writer === undefined) throw new AppError('invalid-input', 'not to be sent')
    const account = AccountId.parse(conversationId)
    const head = { id, conversationId, own: true, sentAt: Date.now() } as const
    messages.insert(tx, { ...head, body, delivery: account === self ? null : 'waiting' })
    messaging.enqueue(tx, account, writer(body), { id })
  }

  #quote(id: MessageId, conversation: ConversationId): BodyOf<'text'>['quote'] {
    const message = this.#room.messages.read(id)
    // Gone in the meantime: what was to be said is said all the same.
    return message?.conversationId === conversation ? quoteOf(message) : null
  }

  #receive(tx: Tx, { account }: Sender, { id, counter, sentAt, body: wire }: Incoming<'text'>): void {
    const conversationId = conversationWith(account)
    const { messages } = this.#room
    const quote = readQuote(wire.quote, (quoted) => {
      const message = messages.read(quoted)
      if (message?.conversationId !== conversationId) return null
      return { message, before: readVersions(tx.db, quoted).map(excerptOf) }
    })
    const body = { kind: 'text', ...readText(wire), quote, forwarded: wire.forwarded } as const
    messages.insert(tx, { id, conversationId, own: false, counter, sentAt, body })
  }

  #settle(tx: Tx, outcome: Outcome): void {
    const { messages } = this.#room
    const message = messages.read(outcome.id)
    // A receipt may be faster than the relay's answer.
    if (message === null || !message.own || message.delivery !== 'waiting') return
    if (outcome.state === 'sent') {
      table.setDelivery(tx, outcome.id, 'sent', null)
      this.#disappearing.expiry.begin(tx, message)
    } else table.setDelivery(tx, outcome.id, 'failed', toPayload(outcome.error))
    messages.touched(tx, message)
  }
}

function writeBody({ text, ranges, quote, forwarded }: BodyOf<'text'>): Text {
  const answers = quote === null ? {} : { quote: writeQuote(quote) }
  return create(TextSchema, { ...textInit({ text, ranges }), ...answers, forwarded })
}

const asForwarded = (body: MessageBody): MessageBody =>
  body.kind === 'text' ? { ...body, quote: null, forwarded: true } : body
