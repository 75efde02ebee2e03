/**
 * What the other side says about a message: takes it to that message, or keeps it until the message is here. Nobody touches
 * a message of another conversation, nor what somebody else has written. SPEC.md M-54.
 */
import { conversationWith, type MessageId } from '../../../shared/ids.ts'
import type { Incoming, Sender } from '../relay/index.ts'
import { messageIdOf } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'
import type { Deletions } from './deletions.ts'
import { type Change, type EarlyChange, forgetEarlyBefore, keepEarly, takeEarly } from './early.ts'
import type { Edits } from './edits.ts'
import { isEmoji } from './emoji.ts'
import { isPlaceholder } from './messages.ts'
import type { Reactions } from './reactions.ts'
import type { Room } from './room.ts'
import { readText } from './text.ts'

/** As long as relays keep envelopes, and a day. */
const earlyMs = 31 * 24 * 60 * 60 * 1000

export interface Appliers {
  readonly reactions: Reactions
  readonly edits: Edits
  readonly deletions: Deletions
}

type Head = Pick<Incoming<'reaction'>, 'counter' | 'accepted'>

export class Remarks {
  readonly #room: Room
  readonly #appliers: Appliers

  constructor(room: Room, appliers: Appliers) {
    this.#room = room
    this.#appliers = appliers
    const { messaging, messages } = room
    messaging.handle('reaction', (tx, sender, { body, ...head }) => {
      // A stranger says something to us; about what we say they have nothing to say yet.
      if (!head.accepted || (body.emoji !== '' && !isEmoji(body.emoji))) return
      this.#take(tx, sender, head, messageIdOf(body.messageId), { kind: 'reaction', emoji: body.emoji })
    })
    messaging.handle('edit', (tx, sender, { body, ...head }) => {
      if (body.text === undefined) return
      const change = { kind: 'edit', ...readText(body.text), at: head.sentAt } as const
      this.#take(tx, sender, head, messageIdOf(body.messageId), change)
    })
    messaging.handle('deletion', (tx, sender, { body, ...head }) => {
      for (const bytes of body.messageIds) this.#take(tx, sender, head, messageIdOf(bytes), { kind: 'deletion' })
    })
    messages.onInsert((tx, { message }) => {
      if (message.own || isPlaceholder(message)) return
      for (const early of takeEarly(tx, message)) this.#apply(tx, message.id, early)
    })
  }

  /** What has waited for too long is forgotten. */
  start(): void {
    this.#room.store.transaction((tx) => forgetEarlyBefore(tx, Date.now() - earlyMs))
  }

  #take(tx: Tx, { account }: Sender, { counter, accepted }: Head, id: MessageId | null, change: Change): void {
    if (id === null) return
    const conversation = conversationWith(account)
    const message = this.#room.messages.read(id)
    if (message !== null && message.conversationId !== conversation) return
    if (message === null || (isPlaceholder(message) && change.kind !== 'deletion'))
      keepEarly(tx, conversation, id, { change, counter }, accepted)
    else this.#apply(tx, id, { change, counter })
  }

  #apply(tx: Tx, id: MessageId, { change, counter }: EarlyChange): void {
    const message = this.#room.messages.read(id)
    if (message === null) return
    const { reactions, edits, deletions } = this.#appliers
    switch (change.kind) {
      case 'reaction':
        reactions.apply(tx, message, change.emoji, counter)
        return
      case 'edit':
        if (!message.own) edits.apply(tx, message, change, counter)
        return
      case 'deletion':
        if (!message.own) deletions.apply(tx, message)
        return
    }
  }
}
