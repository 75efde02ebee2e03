/** Other people, handed on in messages. SPEC.md M-74 f. */
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import { readCard, writeCard } from '../contacts/index.ts'
import type { Room } from './room.ts'
import type { Sending } from './sending.ts'

export class Cards {
  readonly #room: Room
  readonly #sending: Sending

  constructor(room: Room, sending: Sending) {
    const { messages, messaging } = room
    this.#room = room
    this.#sending = sending
    sending.writeBy('contact', (body) => ({ case: 'contactCard', value: writeCard(body) }))
    messaging.handle('contactCard', (tx, { account }, { id, counter, sentAt, body }) => {
      const card = readCard(body)
      if (card === null) return
      const conversationId = conversationWith(account)
      messages.insert(tx, { id, conversationId, own: false, counter, sentAt, body: { kind: 'contact', ...card } })
    })
  }

  /** To each of them. Raises `not-found`. */
  send(contact: AccountId, to: readonly ConversationId[]): void {
    const card = this.#room.contacts.cardOf(contact)
    if (card === null) throw new AppError('not-found')
    this.#sending.sendBody(to, { kind: 'contact', ...card })
  }

  /** Begins to talk to the person whom a message hands on. Raises `not-found` and what `Contacts.startCard` raises. */
  async start(message: MessageId): Promise<ConversationId> {
    const body = this.#room.messages.read(message)?.body
    if (body?.kind !== 'contact') throw new AppError('not-found')
    return conversationWith(await this.#room.contacts.startCard(body))
  }
}
