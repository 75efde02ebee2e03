/** The embedded driver of `Store`: one SQLite file, owned by a worker thread. Has no SQL of its own. */
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import { workerUrl } from '../../worker-url.ts'
import type { Store } from '../store.ts'
import type { Answer, Request } from './operations.ts'
import type { SqliteWorkerData } from './worker.ts'

export interface SqliteStoreOptions {
  /** Folder that holds the database; it exists. */
  readonly folder: string
  /** Path of the native part of better-sqlite3, where it is not the usual one. */
  readonly sqliteBinding?: string | undefined
  /** The worker has ended by itself: nothing can be stored any more. */
  readonly onFailure: (error: Error) => void
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export const storeFile = 'relay.sqlite'

/** @throws Error when the database cannot be opened or is of a newer version. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const workerData: SqliteWorkerData = {
    file: path.join(options.folder, storeFile),
    binding: options.sqliteBinding ?? null,
  }
  const worker = new Worker(workerUrl('relay/storage/sqlite/worker'), { workerData })
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve())
    worker.once('error', reject)
  })
  worker.removeAllListeners('error')
  return new SqliteStore(worker, options.onFailure)
}

class SqliteStore implements Store {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  readonly #ended: Promise<void>
  #outgoing: Request[] = []
  #lastId = 0
  #closing = false

  constructor(worker: Worker, onFailure: (error: Error) => void) {
    this.#worker = worker
    worker.on('message', (answers: readonly Answer[]) => this.#settle(answers))
    let failure = new Error('the store has ended')
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : failure
    })
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => {
        for (const { reject } of this.#pending.values()) reject(failure)
        this.#pending.clear()
        resolve()
        if (!this.#closing) onFailure(failure)
        this.#closing = true
      })
    })
  }

  readonly register: Store['register'] = (...args) => this.#call('register', args)
  readonly findByName: Store['findByName'] = (...args) => this.#call('findByName', args)
  readonly device: Store['device'] = (...args) => this.#call('device', args)
  readonly replaceDevice: Store['replaceDevice'] = (...args) => this.#call('replaceDevice', args)
  readonly spendNonce: Store['spendNonce'] = (...args) => this.#call('spendNonce', args)
  readonly deleteAccount: Store['deleteAccount'] = (...args) => this.#call('deleteAccount', args)
  readonly setDeliveryToken: Store['setDeliveryToken'] = (...args) => this.#call('setDeliveryToken', args)
  readonly putRequestToken: Store['putRequestToken'] = (...args) => this.#call('putRequestToken', args)
  readonly deleteRequestToken: Store['deleteRequestToken'] = (...args) => this.#call('deleteRequestToken', args)
  readonly putPrekeys: Store['putPrekeys'] = (...args) => this.#call('putPrekeys', args)
  readonly prekeys: Store['prekeys'] = (...args) => this.#call('prekeys', args)
  readonly takeBundles: Store['takeBundles'] = (...args) => this.#call('takeBundles', args)
  readonly admit: Store['admit'] = (...args) => this.#call('admit', args)
  readonly enqueue: Store['enqueue'] = (...args) => this.#call('enqueue', args)
  readonly fetch: Store['fetch'] = (...args) => this.#call('fetch', args)
  readonly acknowledge: Store['acknowledge'] = (...args) => this.#call('acknowledge', args)
  readonly createBlob: Store['createBlob'] = (...args) => this.#call('createBlob', args)
  readonly leaveBlob: Store['leaveBlob'] = (...args) => this.#call('leaveBlob', args)
  readonly blob: Store['blob'] = (...args) => this.#call('blob', args)
  readonly chunk: Store['chunk'] = (...args) => this.#call('chunk', args)
  readonly putChunk: Store['putChunk'] = (...args) => this.#call('putChunk', args)
  readonly blobUse: Store['blobUse'] = (...args) => this.#call('blobUse', args)
  readonly takeChunks: Store['takeChunks'] = (...args) => this.#call('takeChunks', args)
  readonly blobView: Store['blobView'] = (...args) => this.#call('blobView', args)
  readonly deleteBlob: Store['deleteBlob'] = (...args) => this.#call('deleteBlob', args)
  readonly sweep: Store['sweep'] = (...args) => this.#call('sweep', args)
  readonly accounts: Store['accounts'] = (...args) => this.#call('accounts', args)
  readonly setBlocked: Store['setBlocked'] = (...args) => this.#call('setBlocked', args)
  readonly setBlobLimit: Store['setBlobLimit'] = (...args) => this.#call('setBlobLimit', args)
  readonly putRegistrationToken: Store['putRegistrationToken'] = (...args) => this.#call('putRegistrationToken', args)
  readonly registrationTokens: Store['registrationTokens'] = (...args) => this.#call('registrationTokens', args)
  readonly deleteRegistrationToken: Store['deleteRegistrationToken'] = (...args) =>
    this.#call('deleteRegistrationToken', args)
  readonly spendRegistrationToken: Store['spendRegistrationToken'] = (...args) =>
    this.#call('spendRegistrationToken', args)
  readonly restoreRegistrationToken: Store['restoreRegistrationToken'] = (...args) =>
    this.#call('restoreRegistrationToken', args)
  readonly totals: Store['totals'] = (...args) => this.#call('totals', args)

  readonly backup: Store['backup'] = (...args) => this.#call('backup', args)

  async close(): Promise<void> {
    if (!this.#closing) {
      this.#closing = true
      this.#flush()
      this.#worker.postMessage('close')
    }
    await this.#ended
  }

  #call<Result>(name: Request['name'], args: readonly unknown[]): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#closing) return reject(new Error('the store is closed'))
      this.#lastId += 1
      this.#pending.set(this.#lastId, { resolve: resolve as (value: unknown) => void, reject })
      if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush())
      this.#outgoing.push({ id: this.#lastId, name, args })
    })
  }

  /** What one turn of the event loop asks for crosses in one message. */
  #flush(): void {
    if (this.#outgoing.length > 0) this.#worker.postMessage(this.#outgoing)
    this.#outgoing = []
  }

  #settle(answers: readonly Answer[]): void {
    for (const answer of answers) {
      const pending = this.#pending.get(answer.id)
      this.#pending.delete(answer.id)
      if ('value' in answer) pending?.resolve(answer.value)
      else pending?.reject(answer.full ? new AppError('disk-full', answer.error) : new Error(answer.error))
    }
  }
}
