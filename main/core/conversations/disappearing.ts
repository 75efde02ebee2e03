/** Disappearing messages: how long those of a conversation stay, and when each of them goes. SPEC.md M-58 ff. */
import { create } from '@bufbuild/protobuf'
import { type MessageBody, maxTimerSeconds } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { type ConversationId, conversationWith, type MessageId } from '../../../shared/ids.ts'
import { DisappearingTimerSchema } from '../../../shared/wire/gen/content_pb.js'
import type { ContentBody, Incoming, Sender } from '../relay/index.ts'
import { prepared, type Tx } from '../store/index.ts'
import { Expiry } from './expiry.ts'
import { counterpart, type Room } from './room.ts'

/** Changes that the other side may be ahead: nobody uses up all numbers at once. */
const maxAhead = 2 ** 20

interface Timer {
  readonly seconds: number | null
  readonly change: number
  readonly account: string
}

export class Disappearing {
  readonly expiry: Expiry
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
    this.expiry = new Expiry(room)
    const { messaging, messages } = room
    messaging.handle('disappearingTimer', (tx, sender, incoming) => this.#receive(tx, sender, incoming))
    messaging.expireBy((tx, to, body, id) => {
      if (!isSaidAs(body)) return null
      const message = messages.read(id)
      return message === null ? secondsOf(tx, conversationWith(to)) : message.expiresAfter
    })
    messages.onInsert((tx, { message, read }) => {
      if (!message.own && read) this.expiry.begin(tx, message)
    })
  }

  /** Raises `not-found`, `contact-blocked`, `invalid-input` for notes to oneself. */
  setTimer(conversation: ConversationId, seconds: number | null): void {
    const { store, messaging, messages, self } = this.#room
    store.transaction((tx) => {
      const account = counterpart(this.#room, conversation)
      if (account === self) throw new AppError('invalid-input', 'notes stay')
      const before = readTimer(tx, conversation)
      if (before.seconds === seconds) return
      const change = before.change + 1
      writeTimer(tx, conversation, { seconds, change, account: self })
      const value = create(DisappearingTimerSchema, { seconds: seconds ?? 0, change: BigInt(change) })
      const id = messaging.enqueue(tx, account, { case: 'disappearingTimer', value })
      const body: MessageBody = { kind: 'timer', seconds }
      messages.insert(tx, { id, conversationId: conversation, own: true, sentAt: Date.now(), body })
      messages.changes.listed(tx, conversation)
    })
  }

  /** The user has read what lies between these positions. */
  read(tx: Tx, conversation: ConversationId, from: number, to: number): void {
    this.expiry.beginRead(tx, conversation, from, to)
  }

  /** The timer of a stranger who is sent away goes as well. */
  forget({ db }: Tx, conversation: ConversationId): void {
    prepared(db, 'DELETE FROM conversation_timer WHERE conversation = ?').run(conversation)
  }

  /** Both sides count changes; where both have set it at once, the greater account id decides, for both. */
  #receive(tx: Tx, { account }: Sender, { id, counter, sentAt, body }: Incoming<'disappearingTimer'>): void {
    const { messages } = this.#room
    const conversationId = conversationWith(account)
    const before = readTimer(tx, conversationId)
    if (body.seconds > maxTimerSeconds || body.change > BigInt(before.change + maxAhead)) return
    const seconds = body.seconds === 0 ? null : body.seconds
    const change = Number(body.change)
    const isNewest = change > before.change || (change === before.change && account > before.account)
    // One of theirs that comes late finds its place before the next; one that has lost against ours never held.
    if (!isNewest && before.account !== account) return
    const timer: MessageBody = { kind: 'timer', seconds }
    if (!messages.insert(tx, { id, conversationId, own: false, counter, sentAt, body: timer }) || !isNewest) return
    writeTimer(tx, conversationId, { seconds, change, account })
    messages.changes.listed(tx, conversationId)
  }
}

/** What may disappear: what people say to each other. */
const isSaidAs = (body: ContentBody): boolean =>
  body.case === 'text' || body.case === 'contactCard' || (body.case === 'file' && body.value.body.case === 'offer')

function readTimer({ db }: Tx, conversation: ConversationId): Timer {
  const sql = 'SELECT seconds, change, account FROM conversation_timer WHERE conversation = ?'
  return prepared<[string], Timer>(db, sql).get(conversation) ?? { seconds: null, change: 0, account: '' }
}

/** Seconds after reading when what is said now disappears; null for never. */
export const secondsOf = (tx: Tx, conversation: ConversationId): number | null => readTimer(tx, conversation).seconds

function writeTimer({ db }: Tx, conversation: ConversationId, { seconds, change, account }: Timer): void {
  const sql = 'INSERT OR REPLACE INTO conversation_timer (conversation, seconds, change, account) VALUES (?, ?, ?, ?)'
  prepared(db, sql).run(conversation, seconds, change, account)
}

/** What the contents of the running transactions say of themselves, for whichever room puts them into a conversation. */
export class Arriving {
  readonly #expiries = new WeakMap<Tx, Map<MessageId, number>>()

  note(tx: Tx, { id, expiresAfter }: { id: MessageId; expiresAfter: number | null }): void {
    if (expiresAfter === null) return
    const known = this.#expiries.get(tx) ?? new Map<MessageId, number>()
    this.#expiries.set(tx, known.set(id, expiresAfter))
  }

  expiresAfter(tx: Tx, id: MessageId): number | null {
    return this.#expiries.get(tx)?.get(id) ?? null
  }
}
