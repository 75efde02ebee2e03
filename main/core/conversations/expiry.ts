/**
 * Takes disappearing messages away when their time has come. Everything stands in the database and goes by this computer's
 * clock: neither a restart nor a night of sleep changes when a message goes. Has no knowledge of timers on the wire.
 */
import type { Database } from 'better-sqlite3'
import type { Message } from '../../../shared/contract/index.ts'
import { AccountId, type ConversationId, type MessageId } from '../../../shared/ids.ts'
import { prepared, type Tx } from '../store/index.ts'
import type { Room } from './room.ts'

/** A computer that sleeps stops its timers: the clock is looked at this often, in milliseconds, while something is due. */
const lookMs = 60_000
/** Messages taken away in one transaction. */
const batch = 200

export class Expiry {
  readonly #room: Room
  readonly #holders: ((message: Message) => boolean)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #running = false

  constructor(room: Room) {
    this.#room = room
  }

  /** As long as one of these says so a message stays beyond its time: what it brings is still under way. */
  holdBy(holder: (message: Message) => boolean): void {
    this.#holders.push(holder)
  }

  start(): void {
    this.#running = true
    this.#look()
  }

  close(): void {
    this.#running = false
    clearTimeout(this.#timer)
  }

  /** The time of this message begins, unless it has begun. */
  begin(tx: Tx, { id, conversationId, expiresAfter, expiresAt }: Message): void {
    if (expiresAfter === null || expiresAt !== null) return
    prepared(tx.db, 'UPDATE message SET expires_at = ? WHERE id = ?').run(Date.now() + expiresAfter * 1000, id)
    this.#begun(tx, conversationId, id)
  }

  /** The time of what the other side has said between these positions begins. */
  beginRead(tx: Tx, conversation: ConversationId, from: number, to: number): void {
    const sql = `UPDATE message SET expires_at = ? + expires_after * 1000 WHERE conversation = ? AND position > ?
      AND position <= ? AND own = 0 AND expires_after IS NOT NULL AND expires_at IS NULL RETURNING id`
    const rows = prepared<[number, string, number, number], { id: MessageId }>(tx.db, sql)
    for (const { id } of rows.all(Date.now(), conversation, from, to)) this.#begun(tx, conversation, id)
  }

  #begun(tx: Tx, conversationId: ConversationId, id: MessageId): void {
    this.#room.messages.touched(tx, { id, conversationId })
    tx.afterCommit(() => this.#schedule())
  }

  #look(): void {
    if (!this.#running) return
    const { store, messages, messaging } = this.#room
    const now = Date.now()
    const due = readDue(store.db, now, batch)
    if (due.length > 0) {
      store.transaction((tx) => {
        for (const id of due) {
          const message = messages.read(id)
          if (message === null) continue
          if (this.#holders.some((holds) => holds(message))) postpone(tx, id, now + lookMs)
          else {
            // Nor is it kept for whoever might ask for it again.
            if (message.own) messaging.confirm(tx, AccountId.parse(message.conversationId), [id])
            messages.remove(tx, message, 'expired')
          }
        }
      })
    }
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    if (!this.#running) return
    const next = readNext(this.#room.store.db)
    if (next === null) return
    this.#timer = setTimeout(() => this.#look(), Math.min(Math.max(0, next - Date.now()), lookMs))
  }
}

function readDue(db: Database, now: number, limit: number): MessageId[] {
  const sql = 'SELECT id FROM message WHERE expires_at <= ? ORDER BY expires_at LIMIT ?'
  const rows = prepared<[number, number], { id: MessageId }>(db, sql).all(now, limit)
  return rows.map(({ id }) => id)
}

function readNext(db: Database): number | null {
  const sql = 'SELECT min(expires_at) AS next FROM message WHERE expires_at IS NOT NULL'
  return prepared<[], { next: number | null }>(db, sql).get()?.next ?? null
}

function postpone({ db }: Tx, id: MessageId, until: number): void {
  prepared(db, 'UPDATE message SET expires_at = ? WHERE id = ?').run(until, id)
}
