/** The one database of a profile as other rooms see it. Owns no table of theirs: each room brings its own SQL. */
import type { Database } from 'better-sqlite3'

/** A running SQLite transaction. Everything done through it commits together or not at all. */
export interface Tx {
  readonly db: Database
  /** Runs after the commit, in order; what it throws is logged and changes nothing. */
  afterCommit(effect: () => void): void
}

export interface Store {
  /** For reading outside a transaction. */
  readonly db: Database
  /** Runs `work` in one IMMEDIATE transaction. `work` is synchronous; what it throws rolls everything back. */
  transaction<T>(work: (tx: Tx) => T): T
  close(): void
}
