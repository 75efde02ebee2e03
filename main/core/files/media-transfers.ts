/** What the user does with pictures, videos and sounds, beyond what holds for every transfer. */
import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Media } from '../../../shared/contract/media.ts'
import type { PathToken } from '../../../shared/contract/transfers.ts'
import { AppError } from '../../../shared/errors.ts'
import { type AccountId, type ConversationId, newTransferId, type TransferId } from '../../../shared/ids.ts'
import { maxMediaBytes } from '../../../shared/media-types.ts'
import { chunkIn } from './buffers.ts'
import { chunkCount, keyBytes } from './chunk.ts'
import type { FilesDeps, FileWords, SaidWords } from './deps.ts'
import { targetError } from './file-errors.ts'
import type { Life } from './life.ts'
import { findMedia, insertMedia, type StoredMedia, type Thumbnail } from './media-table.ts'
import { mediaToWire } from './media-wire.ts'
import { markOrigin } from './origin-mark.ts'
import { safeName } from './safe-name.ts'
import { openSealed, readSealed } from './sealed-chunks.ts'
import type { SealedPlace } from './sealed-file.ts'
import type { Machinery } from './send.ts'
import { windowChunks } from './send-plan.ts'
import { type Fingerprint, Source } from './source.ts'
import * as table from './table.ts'
import { claimPart, finishPart, removeFile, removeSpooled } from './target.ts'
import { sealAnew, sealInto } from './vault.ts'
import { idBytes, offerMessage } from './wire.ts'

export interface NewMedia {
  readonly name: string
  readonly media: Omit<Media, 'thumbnail'>
  readonly thumbnail: Thumbnail | null
  readonly said: SaidWords
}

export interface MediaFile extends StoredMedia {
  readonly name: string
  /** As the transfer stands. */
  readonly state: table.StoredState
  readonly outgoing: boolean
  /** Null where it is not whole. */
  readonly sealed: SealedPlace | null
}

export interface MediaTransfersOptions
  extends Pick<
    FilesDeps,
    'store' | 'messaging' | 'contactOf' | 'self' | 'record' | 'resolvePath' | 'downloadFolder' | 'vault' | 'words'
  > {
  readonly life: Life
  readonly machinery: Machinery
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class MediaTransfers {
  readonly #options: MediaTransfersOptions

  constructor(options: MediaTransfersOptions) {
    this.#options = options
  }

  /**
   * Keeps a sealed copy and offers it; where the other side has given us the right, it is left at their relay at once.
   * Raises `contact-unknown`, `not-found`, `too-large`, `disk-full`, `file-vanished`, `file-unreadable`.
   */
  async offer(conversation: ConversationId, token: PathToken, made: NewMedia): Promise<TransferId> {
    const { contactOf, resolvePath, vault, machinery } = this.#options
    const contact = contactOf(conversation)
    if (contact === null) throw new AppError('contact-unknown')
    const words = this.#options.words.own(conversation, made.said)
    const chosen = await resolvePath(token)
    const id = newTransferId()
    const key = randomBytes(keyBytes)
    try {
      const source = await Source.open(chosen.path)
      try {
        const { size } = source.fingerprint
        if (size > maxMediaBytes) throw new AppError('too-large', 'sent as a file only', { limit: maxMediaBytes })
        if (size === 0) throw new AppError('invalid-input', 'there is nothing in it')
        const file = await sealInto(vault, source, { key, transferId: idBytes(id) }, machinery)
        try {
          const kept = await Source.open(file)
          await kept.close()
          const { account, accepted } = contact
          this.#record({ id, account, key, size, file, fingerprint: kept.fingerprint, accepted }, { ...made, words })
        } catch (error) {
          await removeFile(file)
          throw error
        }
      } finally {
        await source.close()
      }
    } finally {
      if (chosen.spooled) await removeSpooled(chosen.path)
    }
    return id
  }

  /**
   * Hands on what is here, under a key of its own. `media`: as its message describes it. Raises `contact-unknown`,
   * `not-found`, `disk-full`, `transfer-corrupt`.
   */
  async offerAgain(id: TransferId, conversation: ConversationId, media: Media, words: FileWords): Promise<void> {
    const contact = this.#options.contactOf(conversation)
    if (contact === null) throw new AppError('contact-unknown')
    const found = this.file(id)
    if (found === null || found.sealed === null) throw new AppError('not-found')
    const { name, thumbnail, sealed: place } = found
    const copy = newTransferId()
    const key = randomBytes(keyBytes)
    const file = await sealAnew(this.#options.vault, place, { key, transferId: idBytes(copy) })
    try {
      const kept = await Source.open(file)
      await kept.close()
      const { account, accepted } = contact
      const { fingerprint } = kept
      this.#record(
        { id: copy, account, key, size: place.size, file, fingerprint, accepted },
        { name, media, thumbnail, words },
      )
    } catch (error) {
      await removeFile(file)
      throw error
    }
  }

  #record(kept: Kept, { name: given, media, thumbnail, words }: Described): void {
    const { store, messaging, life, record, now, self } = this.#options
    const { id, account, key, size, file, fingerprint, accepted } = kept
    const name = safeName(given)
    const stores = accepted && account !== self && chunkCount(size) > 0 && chunkCount(size) <= windowChunks
    const createdAt = now()
    store.transaction((tx) => {
      const row = { id, account, name, size, key, createdAt, file, fingerprint, vault: true, stores }
      table.insertTransfer(tx.db, { ...row, direction: 'outgoing' })
      insertMedia(tx.db, id, media, thumbnail)
      const { modifiedNs } = fingerprint
      const offer = { name, size, key, modifiedNs, media: mediaToWire(media, thumbnail), stores }
      const caption = this.#options.words.write(words)
      const message = messaging.enqueue(tx, account, offerMessage(id, { ...offer, caption }))
      record(tx, {
        id: message,
        peer: account,
        own: true,
        counter: null,
        sentAt: createdAt,
        transferId: id,
        name,
        size,
        media: { ...media, thumbnail: thumbnail !== null },
        ...words,
      })
      if (account === self) life.finish(tx, this.#row(id), 'done')
      else if (stores) life.activate(tx, id)
      else life.tell(tx)
    })
  }

  #row(id: TransferId): table.TransferRow {
    const row = table.findTransfer(this.#options.store.db, id)
    if (row === null) throw new AppError('not-found')
    return row
  }

  /** Null where nothing is known of it. */
  file(id: TransferId): MediaFile | null {
    const { db } = this.#options.store
    const row = table.findTransfer(db, id)
    const media = findMedia(db, id)
    if (row === null || media === null) return null
    const { name, state, size, key, file: path } = row
    const outgoing = row.direction === 'outgoing'
    const whole = path !== null && key !== null && (outgoing || state === 'done')
    return {
      ...media,
      ...{ name, state, outgoing },
      sealed: whole ? { path, key, size, transferId: idBytes(id) } : null,
    }
  }

  /** Gives the name that the copy got. Raises `not-found`, `invalid-input`, `disk-full`, `folder-unwritable`, `transfer-corrupt`. */
  async save(id: TransferId, folder?: PathToken): Promise<string> {
    const name = await this.saveInto(id, await this.#folderOf(folder))
    if (name === null) throw new AppError('not-found')
    return name
  }

  /**
   * The same into a folder by its path, which is made where it is missing; null for what is not here. Raises `disk-full`,
   * `folder-unwritable`, `transfer-corrupt`.
   */
  async saveInto(id: TransferId, folder: string): Promise<string | null> {
    const found = this.file(id)
    if (found === null || found.sealed === null) return null
    const part = await claimPart(folder, safeName(found.name), found.sealed.size)
    try {
      await this.#copy(found.sealed, part)
      if (table.findTransfer(this.#options.store.db, id)?.direction === 'incoming') await markOrigin([part])
      return path.basename(await finishPart(part, null, found.sealed.size, () => {}))
    } catch (error) {
      await removeFile(part)
      throw error
    }
  }

  async #copy({ path: from, key, transferId, size }: SealedPlace, to: string): Promise<void> {
    const { pool, buffers } = this.#options.machinery
    const sealed = await openSealed(from)
    try {
      const target = await open(to, 'r+').catch((error: unknown) => {
        throw targetError(error)
      })
      try {
        for (let index = 0; index < chunkCount(size); index++) {
          const buffer = await buffers.take()
          try {
            const length = await readSealed(sealed, { index, size }, chunkIn(buffer))
            const descriptor = target.fd
            const job = { kind: 'open', descriptor, key, transferId, index, size, length } as const
            const opened = await pool.run(job, buffer)
            if (!opened.ok) throw new AppError(opened.code)
          } finally {
            buffers.giveBack(buffer)
          }
        }
        await target.sync()
      } finally {
        await target.close()
      }
    } finally {
      await sealed.close()
    }
  }

  async #folderOf(token: PathToken | undefined): Promise<string> {
    if (token === undefined) return this.#options.downloadFolder()
    const chosen = await this.#options.resolvePath(token)
    if (chosen.kind !== 'folder') throw new AppError('invalid-input', 'not a folder')
    return chosen.path
  }
}

type Described = Omit<NewMedia, 'said'> & { readonly words: FileWords }

interface Kept {
  readonly id: TransferId
  readonly account: AccountId
  readonly key: Uint8Array
  readonly size: number
  readonly file: string
  readonly fingerprint: Fingerprint
  /** Both have accepted each other. */
  readonly accepted: boolean
}
