/** Reactions: one of each person for a message. SPEC.md M-52. */
import { create } from '@bufbuild/protobuf'
import type { Message } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import { AccountId, type MessageId } from '../../../shared/ids.ts'
import { ReactionSchema } from '../../../shared/wire/gen/content_pb.js'
import { idBytes } from '../relay/index.ts'
import { prepared, type Tx } from '../store/index.ts'
import { isEmoji } from './emoji.ts'
import { counterpart, type Room } from './room.ts'
import { isSaid } from './table.ts'

export class Reactions {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** Null takes the own reaction away. Raises `not-found`, `invalid-input`, `contact-blocked`. */
  react(id: MessageId, emoji: string | null): void {
    const { store, messages, messaging, self } = this.#room
    if (emoji !== null && !isEmoji(emoji)) throw new AppError('invalid-input', 'not one emoji')
    store.transaction((tx) => {
      const message = messages.read(id)
      if (message === null) throw new AppError('not-found')
      if (!isSaid(message.body)) throw new AppError('invalid-input', 'nothing to react to')
      const account = counterpart(this.#room, message.conversationId)
      const before = message.reactions.find(({ own }) => own)?.emoji ?? null
      if (before === emoji) return
      // Nobody else counts for us: each of ours is newer than the one before.
      setReaction(tx, id, self, emoji ?? '', null)
      messages.touched(tx, message)
      const value = create(ReactionSchema, { messageId: idBytes(id), emoji: emoji ?? '' })
      messaging.enqueue(tx, account, { case: 'reaction', value })
    })
  }

  /** The other side's; an empty one takes it away. */
  apply(tx: Tx, message: Message, emoji: string, counter: bigint): void {
    if (!isSaid(message.body)) return
    const account = AccountId.parse(message.conversationId)
    if (setReaction(tx, message.id, account, emoji, counter)) this.#room.messages.touched(tx, message)
  }
}

/** False where this person has reacted with a greater counter; `null`, for own ones, is greater than all. */
function setReaction({ db }: Tx, id: MessageId, account: AccountId, emoji: string, counter: bigint | null): boolean {
  const sql = `INSERT INTO reaction (message, account, own, emoji, counter)
    VALUES (@id, @account, @own, @emoji, @counter)
    ON CONFLICT (message, account) DO UPDATE SET emoji = excluded.emoji, counter = excluded.counter
    WHERE @own OR excluded.counter > counter`
  const own = counter === null ? 1 : 0
  return prepared(db, sql).run({ id, account, emoji, counter: counter ?? 0n, own }).changes === 1
}

export function deleteReactions({ db }: Tx, id: MessageId): void {
  prepared(db, 'DELETE FROM reaction WHERE message = ?').run(id)
}
