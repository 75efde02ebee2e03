/**
 * Whom the user wants to hear nothing from. They lose our delivery token, and what still comes is not even decrypted; they
 * learn nothing of it. Has no knowledge of how others come by the new token. SPEC.md M-44 ff.
 */
import { createHash } from 'node:crypto'
import { create } from '@bufbuild/protobuf'
import { AppError } from '../../../shared/errors.ts'
import type { AccountId } from '../../../shared/ids.ts'
import { HelloSchema } from '../../../shared/wire/gen/content_pb.js'
import type { Messaging } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import { deleteInvite, readContact, readInvites } from './table.ts'
import { changeTrust, insertRevokedToken, readTrust, renewDeliveryToken } from './trust-table.ts'

export interface BlockingOptions {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'abandon' | 'enqueue'>
  readonly onChange: (tx: Tx) => void
  /** The relay has something to hear of. */
  readonly onDebt: () => void
}

export class Blocking {
  readonly #options: BlockingOptions
  readonly #blockHandlers: ((tx: Tx, account: AccountId) => void)[] = []
  readonly #beforeHandlers: ((account: AccountId) => Promise<void>)[] = []

  constructor(options: BlockingOptions) {
    this.#options = options
  }

  /** Called before somebody is blocked, and waited for, while they still can be spoken to. */
  onBeforeBlock(handler: (account: AccountId) => Promise<void>): void {
    this.#beforeHandlers.push(handler)
  }

  /** Called inside the transaction that blocks somebody, while contents can still be enqueued, although none will leave. */
  onBlock(handler: (tx: Tx, account: AccountId) => void): void {
    this.#blockHandlers.push(handler)
  }

  /**
   * From now on, the relay there or not. `revokeInvites`: they may have come by one of our links, and nobody can tell by
   * which. Raises `not-found`.
   */
  async block(account: AccountId, revokeInvites: boolean): Promise<void> {
    const { store, messaging, onChange, onDebt } = this.#options
    if (readContact(store.db, account) === null) throw new AppError('not-found')
    if (isBlocked(store, account)) return
    for (const handler of this.#beforeHandlers) await handler(account)
    store.transaction((tx) => {
      const contact = readContact(tx.db, account)
      if (contact === null) throw new AppError('not-found')
      for (const handler of this.#blockHandlers) handler(tx, account)
      messaging.abandon(tx, account, new AppError('contact-blocked'))
      changeTrust(tx, account, { blockedAt: Date.now() })
      // A stranger never had our token.
      if (contact.state !== 'request') renewDeliveryToken(tx)
      if (revokeInvites) revokeAllInvites(tx)
      onChange(tx)
      tx.afterCommit(onDebt)
    })
  }

  /** They hear from us again, and can reach us; nothing that they have sent meanwhile comes back. Raises `not-found`. */
  unblock(account: AccountId): void {
    const { store, messaging, onChange } = this.#options
    store.transaction((tx) => {
      const contact = readContact(tx.db, account)
      if (contact === null) throw new AppError('not-found')
      if (readTrust(tx.db, account).blockedAt === null) return
      changeTrust(tx, account, { blockedAt: null })
      if (contact.state !== 'request') messaging.enqueue(tx, account, { case: 'hello', value: create(HelloSchema) })
      onChange(tx)
    })
  }
}

export const isBlocked = ({ db }: Pick<Store, 'db'>, account: AccountId): boolean =>
  readTrust(db, account).blockedAt !== null

function revokeAllInvites(tx: Tx): void {
  for (const { id, token } of readInvites(tx.db, Date.now())) {
    insertRevokedToken(tx, createHash('sha256').update(token).digest())
    deleteInvite(tx, id)
  }
}
