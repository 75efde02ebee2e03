/** Deleting: here alone, or what one has written oneself for everyone. SPEC.md M-55. */
import { create } from '@bufbuild/protobuf'
import type { Message } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId, MessageId } from '../../../shared/ids.ts'
import { DeletionSchema } from '../../../shared/wire/gen/content_pb.js'
import { idBytes } from '../relay/index.ts'
import type { Tx } from '../store/index.ts'
import { deleteVersions } from './edits.ts'
import { isPlaceholder } from './messages.ts'
import { deleteReactions } from './reactions.ts'
import { counterpart, type Room } from './room.ts'
import * as table from './table.ts'

export class Deletions {
  readonly #room: Room

  constructor(room: Room) {
    this.#room = room
  }

  /** What is gone already is passed over. Raises `invalid-input`, `contact-blocked`. */
  delete(ids: readonly MessageId[], everyone: boolean): void {
    const { store, messages } = this.#room
    store.transaction((tx) => {
      const found = ids.flatMap((id) => messages.read(id) ?? [])
      if (everyone) this.#forEveryone(tx, found)
      else for (const message of found) messages.remove(tx, message, 'deleted')
    })
  }

  /** By its author. */
  apply(tx: Tx, message: Message): void {
    if (table.isSaid(message.body) || isPlaceholder(message)) this.#empty(tx, message)
  }

  #forEveryone(tx: Tx, found: readonly Message[]): void {
    const { messaging, messages } = this.#room
    const left = new Map<AccountId, MessageId[]>()
    for (const message of found) {
      if (message.body.kind === 'deleted') continue
      if (!message.own || !table.isSaid(message.body)) throw new AppError('invalid-input', 'only what one has written')
      const account = counterpart(this.#room, message.conversationId)
      // What has never left this computer never will.
      if (messaging.withdraw(tx, account, message.id)) messages.remove(tx, message, 'deleted')
      else {
        this.#empty(tx, message)
        left.set(account, [...(left.get(account) ?? []), message.id])
      }
    }
    for (const [account, ids] of left) {
      const value = create(DeletionSchema, { messageIds: ids.map(idBytes) })
      messaging.enqueue(tx, account, { case: 'deletion', value })
    }
  }

  /** Its place stays, and says that something stood there. */
  #empty(tx: Tx, message: Message): void {
    const { messages } = this.#room
    messages.gone(tx, message, 'deleted')
    deleteReactions(tx, message.id)
    deleteVersions(tx, message.id)
    table.setEditedAt(tx, message.id, null)
    table.setDelivery(tx, message.id, null, null)
    messages.updateBody(tx, message.id, { kind: 'deleted' })
  }
}
