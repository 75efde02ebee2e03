/** What the user does with transfers. Has no knowledge of how chunks are made or travel. */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { PathToken, Transfer } from '../../../shared/contract/transfers.ts'
import { AppError } from '../../../shared/errors.ts'
import {
  type AccountId,
  type ConversationId,
  conversationWith,
  newTransferId,
  type TransferId,
} from '../../../shared/ids.ts'
import { conflated } from '../../../shared/streams/index.ts'
import type { Messaging } from '../relay/index.ts'
import type { Store } from '../store/index.ts'
import { chunkSize, keyBytes, maxFileSize } from './chunk.ts'
import type { FilesDeps, FileWords, SaidWords } from './deps.ts'
import { hashFile } from './hash.ts'
import type { Life } from './life.ts'
import { shown } from './shown.ts'
import { Source } from './source.ts'
import * as table from './table.ts'
import { assertRoom, claimPart, removeFile, removeSpooled } from './target.ts'
import { newVaultName, prepareVault } from './vault.ts'
import { sealedSize } from './vault-layout.ts'
import { declineMessage, offerMessage } from './wire.ts'

/** Milliseconds between two lists for one reader. */
const watchMs = 100

export interface TransfersOptions
  extends Pick<FilesDeps, 'contactOf' | 'self' | 'record' | 'resolvePath' | 'words' | 'downloadFolder' | 'vault'> {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'enqueue'>
  readonly life: Life
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class Transfers {
  readonly #options: TransfersOptions
  /** Those for which a part file is being made. */
  readonly #accepting = new Set<TransferId>()
  readonly #closing = new AbortController()

  constructor(options: TransfersOptions) {
    this.#options = options
  }

  watch(signal?: AbortSignal) {
    const { life, store } = this.#options
    return conflated<Transfer[]>({
      changes: (changed) => life.changes.on(changed),
      read: () => table.listTransfers(store.db).map((row) => shown(row, life.works.progress(row.id))),
      minIntervalMs: watchMs,
      signal,
    })
  }

  /** Raises `contact-unknown`, `not-in-notes`, `not-found`, `file-vanished`, `file-unreadable`, `too-large`. */
  async offer(conversation: ConversationId, token: PathToken, said: SaidWords = {}): Promise<TransferId> {
    const account = this.#recipient(conversation)
    const chosen = await this.#options.resolvePath(token)
    try {
      const source = await Source.open(chosen.path)
      await source.close()
      return this.#offer(account, source, chosen, this.#options.words.own(conversation, said))
    } catch (error) {
      if (chosen.spooled) await removeSpooled(chosen.path)
      throw error
    }
  }

  /**
   * Hands a file on that is here: one that has arrived, or the source of one that was sent. Raises `contact-unknown`,
   * `not-in-notes`, `not-found`, `file-vanished`, `file-unreadable`.
   */
  async offerAgain(id: TransferId, conversation: ConversationId, words: FileWords): Promise<void> {
    const account = this.#recipient(conversation)
    const file = this.fileOf(id)
    if (file === null) throw new AppError('not-found')
    const source = await Source.open(file)
    await source.close()
    this.#offer(account, source, { path: file, spooled: false }, words)
  }

  /** Of notes only what is kept in the profile can be a part. */
  #recipient(conversation: ConversationId): AccountId {
    const account = this.#options.contactOf(conversation)?.account
    if (account === undefined) throw new AppError('contact-unknown')
    if (account === this.#options.self) throw new AppError('not-in-notes')
    return account
  }

  #offer(
    account: AccountId,
    { name, fingerprint }: Source,
    chosen: { path: string; spooled: boolean },
    words: FileWords,
  ): TransferId {
    const { store, messaging, life, record, now } = this.#options
    const { size, modifiedNs } = fingerprint
    if (size > maxFileSize) throw new AppError('too-large', 'more chunks than a relay takes', { limit: maxFileSize })
    const { path: file, spooled } = chosen
    const id = newTransferId()
    const key = randomBytes(keyBytes)
    const createdAt = now()
    store.transaction((tx) => {
      const outgoing = { direction: 'outgoing', file, spooled, fingerprint } as const
      table.insertTransfer(tx.db, { id, account, name, size, key, createdAt, ...outgoing })
      const message = messaging.enqueue(
        tx,
        account,
        offerMessage(id, { name, size, key, modifiedNs, caption: this.#options.words.write(words) }),
      )
      record(tx, {
        id: message,
        peer: account,
        own: true,
        counter: null,
        sentAt: createdAt,
        transferId: id,
        name,
        size,
        media: null,
        ...words,
      })
      life.tell(tx)
    })
    return id
  }

  /** Raises `not-found`, `contact-unknown`, `invalid-input`, `disk-full`, `folder-unwritable`. */
  async accept(id: TransferId, folder?: PathToken): Promise<void> {
    const { store, life, contactOf } = this.#options
    const row = this.#offered(id)
    const { account } = row
    if (contactOf(conversationWith(account))?.accepted !== true) throw new AppError('contact-unknown')
    if (this.#accepting.has(id)) return
    this.#accepting.add(id)
    try {
      const part = await this.#claim(row, folder)
      try {
        store.transaction((tx) => {
          this.#offered(id)
          table.setPart(tx.db, id, part)
          life.activate(tx, id)
        })
      } catch (error) {
        await removeFile(part)
        throw error
      }
    } finally {
      this.#accepting.delete(id)
    }
  }

  /** Raises `not-found`. */
  decline(id: TransferId): void {
    const { store, messaging, life } = this.#options
    store.transaction((tx) => {
      const row = this.#offered(id)
      messaging.enqueue(tx, row.account, declineMessage(id))
      life.finish(tx, row, 'declined')
    })
  }

  /** Keeps what is there. Does nothing where nothing is at work. Raises `not-found`. */
  async pause(id: TransferId): Promise<void> {
    const { store, life } = this.#options
    store.transaction((tx) => {
      if (this.#row(id).state !== 'active') return
      table.setState(tx.db, id, 'paused')
      life.tell(tx)
    })
    await life.works.stop(id)
  }

  /** Does nothing where nothing is paused. Raises `not-found`, `disk-full`, `folder-unwritable`. */
  async resume(id: TransferId): Promise<void> {
    const { store, life } = this.#options
    const { part, size } = this.#row(id)
    if (part !== null) {
      const held = table.loadChunks(store.db, id, size).count * chunkSize
      await assertRoom(path.dirname(part), Math.max(0, size - held))
    }
    store.transaction((tx) => {
      if (this.#row(id).state === 'paused') life.activate(tx, id)
    })
  }

  /** Ends it for both sides, and removes what was received. Raises `not-found`. */
  cancel(id: TransferId): void {
    const { store, life } = this.#options
    store.transaction((tx) => {
      const row = this.#row(id)
      if (row.finishedAt === null) life.cancel(tx, row)
    })
  }

  /** Lower-case hexadecimal. Raises `not-found`, `file-vanished`, `file-unreadable`. */
  async sha256(id: TransferId): Promise<string> {
    const file = this.fileOf(id)
    if (file === null) throw new AppError('not-found')
    return hashFile(file, this.#closing.signal)
  }

  /** Path of a whole incoming file, or of an outgoing file's source; null where there is none, and for what is sealed. */
  fileOf(id: TransferId): string | null {
    const row = table.findTransfer(this.#options.store.db, id)
    return row === null || row.vault || (row.direction === 'incoming' && row.state !== 'done') ? null : row.file
  }

  /** What runs for the user alone ends. */
  close(): void {
    this.#closing.abort()
  }

  async #claim({ vault: sealed, name, size }: table.TransferRow, folder: PathToken | undefined): Promise<string> {
    if (!sealed) return claimPart(await this.#folderOf(folder), name, size)
    const { vault } = this.#options
    await prepareVault(vault)
    return claimPart(vault, newVaultName(), sealedSize(size), 0o600)
  }

  async #folderOf(token: PathToken | undefined): Promise<string> {
    if (token === undefined) return this.#options.downloadFolder()
    const chosen = await this.#options.resolvePath(token)
    if (chosen.kind !== 'folder') throw new AppError('invalid-input', 'not a folder')
    return chosen.path
  }

  #row(id: TransferId): table.TransferRow {
    const row = table.findTransfer(this.#options.store.db, id)
    if (row === null) throw new AppError('not-found')
    return row
  }

  #offered(id: TransferId): table.TransferRow {
    const row = this.#row(id)
    if (row.direction !== 'incoming' || row.state !== 'offered') throw new AppError('not-found', 'no open offer')
    return row
  }
}
