/** Who is writing at the moment. Ephemeral in both directions; nothing of it is stored. SPEC.md M-57. */
import { create } from '@bufbuild/protobuf'
import { detach } from '../../../shared/errors.ts'
import { type AccountId, type ConversationId, conversationWith } from '../../../shared/ids.ts'
import { conflated, Emitter } from '../../../shared/streams/index.ts'
import { TypingSchema } from '../../../shared/wire/gen/content_pb.js'
import { counterpart, isAccepted, type Room } from './room.ts'

/** Milliseconds between two words that one still writes. */
const repeatMs = 10_000
/** Milliseconds after which somebody of whom nothing more was heard writes no longer. */
const silenceMs = 15_000

export class Typing {
  readonly #room: Room
  readonly #changes = new Emitter()
  /** The others who are writing. */
  readonly #writing = new Map<ConversationId, ReturnType<typeof setTimeout>>()
  /** When the others were last told that we are. */
  readonly #told = new Map<ConversationId, number>()

  constructor(room: Room) {
    this.#room = room
    const { messaging, messages, settings } = room
    messaging.handle('typing', (tx, { account }, { body, ephemeral, accepted }) => {
      if (!ephemeral || !accepted || !settings().typingIndicators) return
      tx.afterCommit(() => this.#heard(conversationWith(account), body.typing))
    })
    messages.onInsert((tx, { message }) => {
      if (message.own) tx.afterCommit(() => this.#told.delete(message.conversationId))
      else tx.afterCommit(() => this.#heard(message.conversationId, false))
    })
  }

  watch(signal?: AbortSignal) {
    return conflated<ConversationId[]>({
      changes: this.#changes.on,
      read: () => (this.#room.settings().typingIndicators ? [...this.#writing.keys()] : []),
      signal,
    })
  }

  /** Raises `not-found`. */
  set(conversation: ConversationId, typing: boolean): void {
    const account = counterpart(this.#room, conversation)
    const told = this.#told.get(conversation)
    if (typing ? told !== undefined && Date.now() - told < repeatMs : told === undefined) return
    if (typing) this.#told.set(conversation, Date.now())
    else this.#told.delete(conversation)
    this.#tell(account, typing)
  }

  close(): void {
    for (const timer of this.#writing.values()) clearTimeout(timer)
    this.#writing.clear()
  }

  #tell(account: AccountId, typing: boolean): void {
    const { settings, messaging, contacts } = this.#room
    if (!settings().typingIndicators || !isAccepted(this.#room, account)) return
    const peer = contacts.directory.peer(account)
    if (peer === null || peer.blocked || peer.unconfirmed) return
    const sent = messaging.sendEphemeral(account, { case: 'typing', value: create(TypingSchema, { typing }) })
    // Whom it does not reach now it need not reach.
    detach(sent, () => undefined)
  }

  #heard(conversation: ConversationId, typing: boolean): void {
    const before = this.#writing.get(conversation)
    clearTimeout(before)
    if (typing) this.#writing.set(conversation, this.#silence(conversation))
    else this.#writing.delete(conversation)
    if (typing || before !== undefined) this.#changes.emit()
  }

  #silence(conversation: ConversationId): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#heard(conversation, false), silenceMs)
  }
}
