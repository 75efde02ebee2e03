/** The one database of a profile as other rooms see it. Owns no table of theirs: each room brings its own SQL. */
import type { Database } from 'better-sqlite3'

/** What became of one trial inside a transaction. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }

/** A running SQLite transaction. Everything done through it commits together or not at all. */
export interface Tx {
  readonly db: Database
  /** Runs after the commit, in order; what it throws is reported and changes nothing. */
  afterCommit(effect: () => void): void
  /**
   * Runs `work` in a savepoint, so that one bad item of a batch is rolled back alone (its `afterCommit` effects too).
   * A failure of the database itself (`disk-full`, `profile-damaged`) is thrown instead: it ends the whole transaction.
   */
  attempt<T>(work: () => T): Attempt<T>
}

export interface Store {
  /** For reading outside a transaction. */
  readonly db: Database
  /**
   * Runs `work` in one IMMEDIATE transaction. `work` is synchronous; what it throws rolls everything back.
   * Raises `AppError` `disk-full` or `profile-damaged` where the database itself fails. Transactions do not nest.
   */
  transaction<T>(work: (tx: Tx) => T): T
  /** `work` runs at the end of each transaction, before it is committed; what it throws rolls everything back. */
  beforeCommit(work: (tx: Tx) => void): void
  /**
   * From now on until the function that it gives is called, the file holds all that is committed by now and nothing else:
   * it can be copied, while commits go on. One at a time; to call it again does nothing.
   */
  hold(): { readonly file: string; release(): void }
  /** Reads every page of every table. Raises `profile-damaged`. Others get their turn between two tables. */
  assertSound(): Promise<void>
  close(): void
}
