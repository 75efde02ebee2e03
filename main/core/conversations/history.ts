/** What a conversation shows: the newest messages with every change, pages of older ones. Reads alone. */
import { toPayload } from '../../../shared/bridge/errors.ts'
import type { Message, MessageDetails, TimelineEvent } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { AccountId, type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import { eventStream } from '../../../shared/streams/index.ts'
import type { TimelineChange } from './changes.ts'
import type { Room } from './room.ts'
import * as table from './table.ts'

/** Messages in the first event of a timeline. */
const snapshotSize = 100
/** Waiting messages whose error is shown anew when the reason for waiting changes. */
const maxTroubled = 100

export interface Page {
  readonly messages: Message[]
  readonly more: boolean
}

export class History {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
    const { messaging, messages, store } = room
    messaging.onTrouble((account) => {
      const conversation = conversationWith(account)
      const upserted = table.readWaiting(store.db, conversation, maxTroubled).map(({ id }) => id)
      messages.changes.timelines.emit({ conversation, upserted, removed: [], dropped: false })
    })
  }

  /** The newest messages, then every change. */
  timeline(conversation: ConversationId, signal?: AbortSignal) {
    const { store, messages } = this.#room
    return eventStream<TimelineEvent>({
      subscribe: (push) =>
        messages.changes.timelines.on((change) => {
          if (change.conversation === conversation) for (const event of this.#eventsOf(change)) push(event)
        }),
      snapshot: () => ({
        type: 'snapshot',
        ...this.#shown(table.readPage(store.db, conversation, null, snapshotSize)),
      }),
      signal,
    })
  }

  older(conversation: ConversationId, before: number, limit: number): Page {
    return this.#shown(table.readPage(this.#room.store.db, conversation, before, limit))
  }

  newer(conversation: ConversationId, after: number, limit: number): Page {
    return this.#shown(table.readPageAfter(this.#room.store.db, conversation, after, limit))
  }

  /** Of all conversations, the newest first. */
  calls(before: number | null, limit: number): Page {
    return table.readCalls(this.#room.store.db, before, limit)
  }

  /** Messages in the conversation. */
  count(conversation: ConversationId): number {
    return table.countMessages(this.#room.store.db, conversation)
  }

  /** Half of `limit` on either side of the message. Raises `not-found`. */
  around(id: MessageId, limit: number): { messages: Message[]; older: boolean; newer: boolean } {
    const { store, messages } = this.#room
    const message = messages.read(id)
    if (message === null) throw new AppError('not-found')
    const { conversationId, position } = message
    const before = table.readPage(store.db, conversationId, position, Math.ceil((limit - 1) / 2))
    const after = table.readPageAfter(store.db, conversationId, position, limit - 1 - before.messages.length)
    const all = [...before.messages, message, ...after.messages]
    return { messages: all.map((each) => this.#withTrouble(each)), older: before.more, newer: after.more }
  }

  /** Raises `not-found`. */
  details(id: MessageId): MessageDetails {
    const times = table.readTimes(this.#room.store.db, id)
    if (times === null) throw new AppError('not-found')
    return times
  }

  #shown({ messages, more }: Page): Page {
    return { messages: messages.map((message) => this.#withTrouble(message)), more }
  }

  #eventsOf({ upserted, removed, dropped, conversation }: TimelineChange): TimelineEvent[] {
    if (dropped) return [{ type: 'snapshot', messages: [], more: false }]
    const { messages } = this.#room
    const shown = upserted.flatMap((id) => {
      const message = messages.read(id)
      return message?.conversationId === conversation ? [this.#withTrouble(message)] : []
    })
    const gone: TimelineEvent[] = removed.length === 0 ? [] : [{ type: 'removed', ids: [...removed] }]
    return shown.length === 0 && gone.length > 0 ? gone : [...gone, { type: 'upsert', messages: shown }]
  }

  /** What waits says why, where it was tried. */
  #withTrouble(message: Message): Message {
    if (message.delivery !== 'waiting') return message
    const trouble = this.#room.messaging.trouble(AccountId.parse(message.conversationId))
    return trouble === null ? message : { ...message, error: toPayload(trouble) }
  }
}
