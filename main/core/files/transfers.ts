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
import type { Blobs, Messaging } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { Away } from './away.ts'
import { Bitmap } from './bitmap.ts'
import { chunkCount, chunkSize, keyBytes, maxFileSize } from './chunk.ts'
import type { FilesDeps, FileWords, SaidWords } from './deps.ts'
import type { Direct } from './direct/direct.ts'
import { type ChosenParts, Folders, type PreparedFolder } from './folders.ts'
import { hashFile } from './hash.ts'
import type { Life } from './life.ts'
import { type StoredFile, shareStored } from './sharing/offer.ts'
import { shown } from './shown.ts'
import { type Fingerprint, Source } from './source.ts'
import * as table from './table.ts'
import { assertRoom, claimPart, claimPartFolder, removeFile, removeSpooled, removeTree } from './target.ts'
import { newVaultName, prepareVault } from './vault.ts'
import { sealedSize } from './vault-layout.ts'
import { acceptMessage, declineMessage, type OfferedFolder, offerMessage } from './wire.ts'

/** Milliseconds between two lists for one reader. */
const watchMs = 100

/** The name of a manifest, which nobody sees. */
const manifestName = 'manifest'

interface Offered extends Partial<StoredFile> {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly modifiedNs: bigint
  readonly fingerprint?: Fingerprint
  readonly folder?: PreparedFolder
}

type ChosenPath = Awaited<ReturnType<FilesDeps['resolvePath']>>

export interface Acceptance {
  /** Instead of the download folder. */
  readonly folder?: PathToken | undefined
  /** Ranges of a folder's entries that are not wanted, both ends included. */
  readonly without?: readonly (readonly [number, number])[] | undefined
}

export interface TransfersOptions
  extends Pick<FilesDeps, 'contactOf' | 'self' | 'record' | 'resolvePath' | 'words' | 'downloadFolder' | 'vault'> {
  readonly store: Store
  readonly blobs: Pick<Blobs, 'share'>
  readonly messaging: Pick<Messaging, 'enqueue'>
  readonly direct: Pick<Direct, 'newSecret'>
  readonly life: Life
  readonly away: Away
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class Transfers {
  readonly #options: TransfersOptions
  /** Those for which a part file is being made. */
  readonly #accepting = new Set<TransferId>()
  readonly #closing = new AbortController()
  readonly #folders: Folders

  constructor(options: TransfersOptions) {
    this.#options = options
    this.#folders = new Folders({ ...options, load: (manifest) => this.accept(manifest) })
  }

  watch(signal?: AbortSignal) {
    const { life, away, store } = this.#options
    return conflated<Transfer[]>({
      changes: (changed) => life.changes.on(changed),
      read: () =>
        table.listTransfers(store.db).map((row) => shown(row, life.works.progress(row.id), away.beyond(row.id))),
      minIntervalMs: watchMs,
      signal,
    })
  }

  /** Raises `contact-unknown`, `not-in-notes`, `not-found`, `file-vanished`, `file-unreadable`, `too-large`, `folder-too-large`. */
  async offer(conversation: ConversationId, token: PathToken, said: SaidWords = {}): Promise<TransferId> {
    const account = this.#recipient(conversation)
    const chosen = await this.#options.resolvePath(token)
    try {
      return await this.#offer(account, chosen, this.#options.words.own(conversation, said))
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
    const kind = this.#row(id).folder === null ? 'file' : 'folder'
    await this.#offer(account, { path: file, kind, spooled: false }, words)
  }

  /** Of notes only what is kept in the profile can be a part. */
  #recipient(conversation: ConversationId): AccountId {
    const account = this.#options.contactOf(conversation)?.account
    if (account === undefined) throw new AppError('contact-unknown')
    if (account === this.#options.self) throw new AppError('not-in-notes')
    return account
  }

  async #offer(account: AccountId, chosen: ChosenPath, words: FileWords): Promise<TransferId> {
    if (chosen.kind === 'folder') {
      const folder = await this.#folders.prepare(chosen.path, this.#closing.signal)
      try {
        return this.#record(account, { ...folder, modifiedNs: 0n, folder }, chosen, words)
      } catch (error) {
        await removeFile(folder.manifest.file)
        throw error
      }
    }
    const source = await Source.open(chosen.path)
    await source.close()
    const { name, fingerprint } = source
    const { size, modifiedNs } = fingerprint
    if (size > maxFileSize) throw new AppError('too-large', 'more chunks than a relay takes', { limit: maxFileSize })
    const accepted = this.#options.contactOf(conversationWith(account))?.accepted === true
    const stored = accepted ? await shareStored(this.#options, chosen.path, fingerprint) : null
    return this.#record(account, { name, size, modifiedNs, fingerprint, ...(stored ?? {}) }, chosen, words)
  }

  #record(account: AccountId, offered: Offered, { path: file, spooled }: ChosenPath, words: FileWords): TransferId {
    const { store, messaging, record, life, away, now } = this.#options
    const { name, size, modifiedNs, fingerprint = null, folder, from: sharedFrom = null, shared } = offered
    const id = newTransferId()
    const key = randomBytes(keyBytes)
    const createdAt = now()
    store.transaction((tx) => {
      const outgoing = { direction: 'outgoing', account, createdAt } as const
      table.insertTransfer(tx.db, { ...outgoing, ...offered, id, key, file, spooled, fingerprint, sharedFrom })
      const inside = folder === undefined ? {} : { folder: this.#recordManifest(tx, { ...outgoing, of: id }, folder) }
      const caption = this.#options.words.write(words)
      const message = messaging.enqueue(
        tx,
        account,
        offerMessage(id, { name, size, key, modifiedNs, caption, ...inside, ...(shared ? { shared } : {}) }),
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
      tx.afterCommit(() => away.look(id))
    })
    return id
  }

  /** It waits at the receiver's relay where they have accepted us: what is in the folder can be looked at at once. */
  #recordManifest(
    tx: Tx,
    { of, ...outgoing }: Pick<table.NewTransfer, 'direction' | 'account' | 'createdAt'> & { readonly of: TransferId },
    { files, folders, leftOut, manifest }: PreparedFolder,
  ): OfferedFolder {
    const { life, contactOf } = this.#options
    const { id, key, size } = manifest
    const stores = contactOf(conversationWith(outgoing.account))?.accepted === true
    const row = { ...outgoing, ...manifest, name: manifestName, vault: true, stores, manifestOf: of }
    table.insertTransfer(tx.db, row)
    if (stores) life.activate(tx, id)
    return { files, folders, leftOut, manifestId: id, manifestKey: key, manifestSize: size, stores }
  }

  /** What is in an offered folder, from entry `from` on. Raises `not-found`, and what its manifest fails with. */
  entries(id: TransferId, from: number, signal?: AbortSignal) {
    const row = this.#row(id)
    if (row.folder === null) throw new AppError('not-found', 'not a folder')
    return this.#folders.entries(row, from, this.#until(signal))
  }

  /** Raises `not-found`, `contact-unknown`, `invalid-input`, `disk-full`, `folder-unwritable`, what a manifest fails with. */
  async accept(id: TransferId, { folder, without = [] }: Acceptance = {}): Promise<void> {
    const { store, life, contactOf } = this.#options
    const row = this.#offered(id)
    const { account } = row
    if (contactOf(conversationWith(account))?.accepted !== true) throw new AppError('contact-unknown')
    if (this.#accepting.has(id)) return
    this.#accepting.add(id)
    try {
      const chosen = without.length === 0 ? null : await this.#folders.choose(row, without, this.#closing.signal)
      const part = await this.#claim(row, folder, chosen?.bytes ?? row.size)
      try {
        store.transaction((tx) => {
          // It may have been stored in the meantime.
          const { blob, vault } = this.#offered(id)
          table.setPart(tx.db, id, part)
          if (chosen !== null) this.#leaveOut(tx, row, chosen)
          // Then the sender need only know that it is wanted, and how we are met.
          if (blob !== null && !vault) this.#answerStored(tx, this.#row(id))
          life.activate(tx, id)
        })
      } catch (error) {
        await (row.folder === null ? removeFile(part) : removeTree(part))
        throw error
      }
      await this.#folders.loadManifest(row)
    } finally {
      this.#accepting.delete(id)
    }
  }

  #answerStored(tx: Tx, { id, account, folder }: table.TransferRow): void {
    const { direct, messaging } = this.#options
    const directSecret = direct.newSecret(account)
    table.setDirectSecret(tx.db, id, directSecret)
    messaging.enqueue(tx, account, acceptMessage(id, { blob: null, directSecret, unwanted: folder?.unwanted ?? 0 }))
  }

  /** What is not wanted counts as here: it is asked for nowhere. */
  #leaveOut(tx: Tx, { id, size }: table.TransferRow, { choice, unwanted }: ChosenParts): void {
    table.setChoice(tx.db, id, choice, unwanted.bytes)
    table.recordChunks(tx.db, id, new Bitmap(chunkCount(size)), unwanted.chunks)
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
    const { part, size, folder } = this.#row(id)
    if (part !== null) {
      const held = table.loadChunks(store.db, id, size).count * chunkSize
      await assertRoom(path.dirname(part), Math.max(0, size - held))
    }
    store.transaction((tx) => {
      if (this.#row(id).state === 'paused') life.activate(tx, id)
      // What it waits for may have paused with it.
      const manifest = folder === null ? null : table.findManifest(tx.db, id)
      if (manifest?.state === 'paused') life.activate(tx, manifest.id)
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
    if (file === null || this.#row(id).folder !== null) throw new AppError('not-found')
    return hashFile(file, this.#closing.signal)
  }

  /** Path of a whole incoming file or folder, or of an outgoing one's source; null where there is none, and for what is sealed. */
  fileOf(id: TransferId): string | null {
    const row = table.findTransfer(this.#options.store.db, id)
    return row === null || row.vault || (row.direction === 'incoming' && row.state !== 'done') ? null : row.file
  }

  /** What runs for the user alone ends. */
  close(): void {
    this.#closing.abort()
  }

  /** `bytes`: what will be written of a folder. */
  async #claim(row: table.TransferRow, target: PathToken | undefined, bytes: number): Promise<string> {
    const { vault: sealed, folder, name, size } = row
    if (folder !== null) return claimPartFolder(await this.#folderOf(target), name, bytes)
    if (!sealed) return claimPart(await this.#folderOf(target), name, size)
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

  #until(signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal])
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
