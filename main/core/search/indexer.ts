/**
 * Keeps the index in step with the messages: what has changed is indexed in the transaction that changed it; what is too
 * much for that, and what is older than the index, follows piece by piece. Has no knowledge of queries. SPEC.md M-82 f.
 */
import type { Logger } from 'pino'
import { errorForLog } from '../../../shared/error-log.ts'
import type { Store, Tx } from '../store/index.ts'
import * as table from './table.ts'

/** Changes that are indexed within their transaction take this long at most, in milliseconds; the others follow. */
const withinMs = 50
/** One piece of the work that follows, and the pause after it in which the core answers others, in milliseconds. */
const pieceMs = 15
const pauseMs = 5
/** Messages of the past in one piece: about as long. */
const pastAtOnce = 150
/** Changes that are read at once. */
const changesAtOnce = 100

export interface IndexerOptions {
  readonly store: Store
  readonly log: Logger
}

/** Whether the index itself is damaged; the rest of the database may be whole. */
export const isDamaged = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_CORRUPT_VTAB'

export class Indexer {
  readonly #store: Store
  readonly #log: Logger
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor({ store, log }: IndexerOptions) {
    this.#store = store
    this.#log = log
    store.beforeCommit((tx) => {
      if (!this.#apply(tx, withinMs)) this.#continue()
    })
  }

  /** Goes on with what is left from before. */
  start(): void {
    this.#continue()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  /** False where changes are left. */
  #apply(tx: Tx, ms: number): boolean {
    const end = performance.now() + ms
    for (;;) {
      const changes = table.readChanges(tx.db, changesAtOnce)
      if (changes.length === 0) return true
      let left = changes.length
      this.#guarded(tx, () => {
        for (const change of changes) {
          if (performance.now() > end) break
          table.applyChange(tx, change)
          left -= 1
        }
      })
      if (left > 0) return false
    }
  }

  /** The index can be made anew from the messages: a damaged one is no reason to lose any. */
  #guarded(tx: Tx, work: () => void): void {
    tx.db.exec('SAVEPOINT search')
    try {
      work()
      // Not with the commit, where a damaged index would take everything else down with it.
      table.flush(tx)
      tx.db.exec('RELEASE search')
    } catch (error) {
      if (!isDamaged(error) || !tx.db.inTransaction) throw error
      tx.db.exec('ROLLBACK TO search')
      tx.db.exec('RELEASE search')
      this.#renew(tx, error)
    }
  }

  /** For a query that has met a damaged index. */
  renew(error: unknown): void {
    this.#store.transaction((tx) => this.#renew(tx, error))
  }

  #renew(tx: Tx, error: unknown): void {
    this.#log.error({ error: errorForLog(error) }, 'the search index is damaged and is made anew')
    table.clear(tx)
    this.#continue()
  }

  #continue(): void {
    if (this.#closed || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#piece()) this.#continue()
    }, pauseMs)
  }

  /** False where nothing is left. */
  #piece(): boolean {
    try {
      return this.#store.transaction((tx) => {
        // Changes go first: those of the past are told from the others by how far the past has been indexed.
        if (!this.#apply(tx, pieceMs)) return true
        let more = false
        this.#guarded(tx, () => {
          more = table.indexPast(tx, pastAtOnce)
        })
        return more
      })
    } catch (error) {
      // A full disk, for example: what is left is tried again at the next change or start.
      this.#log.warn({ error: errorForLog(error) }, 'messages could not be indexed')
      return false
    }
  }
}
