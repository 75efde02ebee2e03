/**
 * What a change of a transfer's state brings with it: work begins or ends, files go, keys go, others are told. Has no
 * knowledge of why the state changes.
 *
 * A row is `offered`, then `active` or `paused`, then finished for good; an active one has work while the profile is
 * open. What is finished has lost its key.
 */
import path from 'node:path'
import type { Logger } from 'pino'
import { type AppError, detach, type ErrorCode, errorCodeOf } from '../../../shared/errors.ts'
import type { TransferId } from '../../../shared/ids.ts'
import { Emitter } from '../../../shared/streams/index.ts'
import type { Blobs, Messaging } from '../relay/index.ts'
import type { Store, Tx } from '../store/index.ts'
import type { Direct } from './direct/direct.ts'
import type { Machinery } from './send.ts'
import * as table from './table.ts'
import { removeFile, removeSpooled, removeTree } from './target.ts'
import { sweepVault } from './vault.ts'
import { endMessage, reasonFor } from './wire.ts'
import { endsTransfer, Works } from './works.ts'

export interface LifeOptions {
  readonly store: Store
  readonly messaging: Pick<Messaging, 'enqueue'>
  readonly blobs: Blobs
  readonly direct: Direct
  readonly machinery: Machinery
  /** Absolute path of where sealed media lie. */
  readonly vault: string
  readonly log: Logger
  /** The receiver's relay stores nothing of a file. */
  readonly notLeft: (id: TransferId) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export class Life {
  readonly works: Works
  /** Something that the user sees has changed. */
  readonly changes = new Emitter()
  readonly #options: LifeOptions

  constructor(options: LifeOptions) {
    this.#options = options
    this.works = new Works({
      ...options,
      changed: () => this.changes.emit(),
      received: (id, file) => this.#received(id, file),
      failed: (id, error) => this.#failed(id, error),
    })
  }

  /** Goes on with everything that was at work when the profile was closed, and removes what a crash has left. */
  start(): void {
    const { store, vault } = this.#options
    const { db } = store
    store.transaction((tx) => table.moveVault(tx.db, vault))
    for (const row of table.listLeftovers(db)) this.#detach(this.#removeFiles(row))
    this.#detach(sweepVault(vault, table.vaultPaths(db)))
    for (const id of table.listActive(db)) this.#detach(this.works.start(id))
  }

  /** Once `tx` is committed the user sees what has changed. */
  tell(tx: Tx): void {
    tx.afterCommit(() => this.changes.emit())
  }

  /** It is to be worked on, or anew with what has changed in its row. */
  activate(tx: Tx, id: TransferId): void {
    table.setState(tx.db, id, 'active')
    tx.afterCommit(() => this.#detach(this.works.start(id)))
    this.tell(tx)
  }

  /** Its keys go with `tx`; work, unfinished files and stored chunks after the commit. */
  finish(tx: Tx, row: table.TransferRow, state: table.EndState, error: ErrorCode | null = null): void {
    table.setFinished(tx.db, row.id, state, error, this.#options.now())
    const manifest = row.folder === null ? null : table.findManifest(tx.db, row.id)
    if (manifest !== null) this.forget(tx, manifest)
    tx.afterCommit(() => this.#detach(this.#clear(row)))
    this.tell(tx)
  }

  /** Ends it for both sides. */
  cancel(tx: Tx, row: table.TransferRow): void {
    this.#options.messaging.enqueue(tx, row.account, endMessage(row.id, 'cancelled'))
    this.finish(tx, row, 'cancelled')
  }

  /** Ends it where it has not ended. A stranger is not told. */
  end(tx: Tx, row: table.TransferRow): void {
    if (row.finishedAt !== null) return
    if (row.direction === 'incoming' && row.state === 'offered') this.finish(tx, row, 'cancelled')
    else this.cancel(tx, row)
  }

  /** Nothing of it stays, not even its name. */
  forget(tx: Tx, row: table.TransferRow): void {
    this.end(tx, row)
    if (row.vault) {
      // With the row goes the key; a file that no row knows is removed, now or at the next start.
      table.deleteTransfer(tx.db, row.id)
      tx.afterCommit(() =>
        this.#detach(this.#clear(row).then(() => (row.file === null ? undefined : removeFile(row.file)))),
      )
      this.tell(tx)
      return
    }
    // The row goes last: it says which files are still to be removed.
    tx.afterCommit(() =>
      this.#detach(
        this.#clear(row).then(() => this.#options.store.transaction(({ db }) => table.deleteTransfer(db, row.id))),
      ),
    )
  }

  #received(id: TransferId, file: string): void {
    const { store, messaging } = this.#options
    store.transaction((tx) => {
      const row = table.findTransfer(tx.db, id)
      if (row === null || row.finishedAt !== null) {
        // It was cancelled in the moment in which it got its name.
        tx.afterCommit(() => this.#detach(row?.folder ? removeTree(file) : removeFile(file)))
        return
      }
      table.setReceived(tx.db, id, file, row.vault ? row.name : path.basename(file))
      messaging.enqueue(tx, row.account, endMessage(id, 'complete'))
      this.finish(tx, { ...row, part: null }, 'done')
      // What waited for it.
      const { manifestOf } = row
      if (manifestOf !== null) tx.afterCommit(() => this.#detach(this.works.start(manifestOf)))
    })
  }

  #failed(id: TransferId, error: AppError): void {
    const { store, messaging, log } = this.#options
    log.info({ code: error.code }, 'a transfer does not go on')
    try {
      store.transaction((tx) => {
        const failed = table.findTransfer(tx.db, id)
        // Without its manifest a folder cannot go on either.
        const folder = failed?.manifestOf ? table.findTransfer(tx.db, failed.manifestOf) : null
        for (const row of [failed, folder]) {
          if (row === null || row.finishedAt !== null) continue
          if (endsTransfer(error.code)) {
            messaging.enqueue(tx, row.account, endMessage(row.id, reasonFor(error.code)))
            this.finish(tx, row, 'failed', error.code)
          } else if (row.state === 'active') {
            table.setState(tx.db, row.id, 'paused', error.code)
            tx.afterCommit(() => this.#detach(this.works.stop(row.id)))
            this.tell(tx)
          }
        }
      })
    } catch (failure) {
      // On a full disk the state cannot be stored either: it stands still until the user resumes it, or at the next start.
      this.#report(failure)
      this.changes.emit()
    }
  }

  /** Calls may repeat it: what is gone stays gone. */
  async #clear(row: table.TransferRow): Promise<void> {
    await this.works.stop(row.id)
    await this.#removeFiles(row)
    if (row.direction === 'incoming' || row.stores) await this.#deleteBlob(row)
  }

  /** Nobody needs it any more, once `tx` is committed. */
  dropBlob(tx: Tx, row: table.TransferRow): void {
    tx.afterCommit(() => this.#detach(this.#deleteBlob(row)))
  }

  async #deleteBlob({ account, direction, blob }: table.TransferRow): Promise<void> {
    if (blob === null) return
    const at = direction === 'incoming' ? 'own' : account
    await this.#options.blobs.delete({ at, ...blob }).catch((error: unknown) => {
      // It expires; and it may be gone already.
      if (errorCodeOf(error) !== 'not-found') this.#report(error)
    })
  }

  async #removeFiles({ id, part, file, folder, spooled }: table.TransferRow): Promise<void> {
    const { store } = this.#options
    if (part !== null) {
      await (folder === null ? removeFile(part) : removeTree(part))
      store.transaction(({ db }) => table.setPart(db, id, null))
    }
    if (spooled && file !== null) {
      if (!store.transaction(({ db }) => table.handOnSpooled(db, id, file))) await removeSpooled(file)
      store.transaction(({ db }) => table.setUnspooled(db, id))
    }
  }

  #detach(work: Promise<unknown>): void {
    detach(work, (error) => this.#report(error))
  }

  #report(error: unknown): void {
    this.#options.log.warn({ code: errorCodeOf(error) }, 'work on a transfer failed')
  }
}
