/** Transactions and savepoints over one connection. Has no knowledge of tables. */
import type { Database } from 'better-sqlite3'
import { databaseFailure } from './database-error.ts'
import type { Attempt, Store, Tx } from './store.ts'

/** Gives the transactions of a store over `db`; `report` gets what an `afterCommit` effect throws. */
export function transactionsOf(
  db: Database,
  report: (error: unknown) => void,
): Pick<Store, 'transaction' | 'beforeCommit'> {
  const last: ((tx: Tx) => void)[] = []
  const transaction: Store['transaction'] = (work) => {
    if (db.inTransaction) throw new Error('transactions do not nest: use tx.attempt')
    const tx = new RunningTransaction(db)
    db.exec('BEGIN IMMEDIATE')
    try {
      const value = work(tx)
      if (value instanceof Promise) throw new TypeError('the work of a transaction is synchronous')
      tx.assertAlive()
      for (const each of last) each(tx)
      db.exec('COMMIT')
      tx.end()
      for (const effect of tx.effects) runEffect(effect, report)
      return value
    } catch (error) {
      tx.end()
      if (db.inTransaction) db.exec('ROLLBACK')
      throw databaseFailure(error) ?? error
    }
  }
  return { transaction, beforeCommit: (work) => last.push(work) }
}

class RunningTransaction implements Tx {
  readonly db: Database
  readonly effects: (() => void)[] = []
  #ended = false
  #failure: Error | null = null

  constructor(db: Database) {
    this.db = db
  }

  afterCommit(effect: () => void): void {
    this.assertAlive()
    this.effects.push(effect)
  }

  attempt<T>(work: () => T): Attempt<T> {
    this.assertAlive()
    const effectsBefore = this.effects.length
    this.db.exec('SAVEPOINT attempt')
    try {
      const value = work()
      if (value instanceof Promise) throw new TypeError('the work of an attempt is synchronous')
      this.db.exec('RELEASE attempt')
      return { ok: true, value }
    } catch (error) {
      this.effects.length = effectsBefore
      const failure = this.#failure ?? databaseFailure(error)
      // SQLite itself gives up the whole transaction on some failures; what would follow would commit piece by piece.
      if (failure !== null || !this.db.inTransaction) {
        this.#failure = failure ?? new Error('the transaction was given up', { cause: error })
        throw this.#failure
      }
      this.db.exec('ROLLBACK TO attempt')
      this.db.exec('RELEASE attempt')
      return { ok: false, error }
    }
  }

  end(): void {
    this.#ended = true
  }

  assertAlive(): void {
    if (this.#failure !== null) throw this.#failure
    if (this.#ended || !this.db.inTransaction) throw new Error('the transaction has ended')
  }
}

function runEffect(effect: () => void, report: (error: unknown) => void): void {
  try {
    effect()
  } catch (error) {
    report(error)
  }
}
