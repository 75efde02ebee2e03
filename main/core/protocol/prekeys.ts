/** Our own prekeys in the database. Has no knowledge of when new ones are due or of the relay that hands them out. */
import type { KyberPreKeyRecord, PreKeyRecord, SignedPreKeyRecord } from '@signalapp/libsignal-client'
import type { Database } from 'better-sqlite3'
import { prepared, type Tx } from '../store/index.ts'

/** Milliseconds since the epoch. */
type Time = number

export type PrekeyKind = 'ec' | 'signed' | 'kyber'

/** libsignal keeps ids in 24 bits; 0 is left out. */
const maxPrekeyId = 0xffffff

/** Gives `count` ids of a kind that were not given before (until 16 million later they begin again). */
export function takePrekeyIds({ db }: Tx, kind: PrekeyKind, count: number): number[] {
  const row = prepared<[string], { next: number }>(db, 'SELECT next FROM prekey_counter WHERE kind = ?').get(kind)
  const first = row?.next ?? 1
  const ids = Array.from({ length: count }, (_, n) => ((first - 1 + n) % maxPrekeyId) + 1)
  const next = ((first - 1 + count) % maxPrekeyId) + 1
  prepared(db, 'INSERT OR REPLACE INTO prekey_counter (kind, next) VALUES (?, ?)').run(kind, next)
  return ids
}

/** More than a device makes in years. */
const skippedIds = 2 ** 18

/** Leaves out the ids that may have been given elsewhere. */
export function skipPrekeyIds({ db }: Tx): void {
  prepared(db, 'UPDATE prekey_counter SET next = (next - 1 + ?) % ? + 1').run(skippedIds, maxPrekeyId)
}

/** Keeps new one-time keys. Older ones are retired: the relay replaces its page, but some may have been given out. */
export function addOneTimePrekeys(
  tx: Tx,
  ec: readonly PreKeyRecord[],
  kyber: readonly KyberPreKeyRecord[],
  now: Time,
): void {
  if (ec.length > 0) {
    prepared(tx.db, 'UPDATE prekey SET retired_at = ? WHERE retired_at IS NULL').run(now)
    const insert = prepared(tx.db, 'INSERT OR REPLACE INTO prekey (id, record) VALUES (?, ?)')
    for (const record of ec) insert.run(record.id(), record.serialize())
  }
  if (kyber.length > 0) {
    const retire = 'UPDATE kyber_prekey SET retired_at = ? WHERE retired_at IS NULL AND last_resort = 0'
    prepared(tx.db, retire).run(now)
    for (const record of kyber) insertKyber(tx.db, record, false, now)
  }
}

/** How many of the `count` one-time keys from `firstId` on are ours, unused, and of the page that was made last. */
export function unusedPrekeys(db: Database, kind: 'ec' | 'kyber', firstId: number, count: number): number {
  const from = kind === 'ec' ? 'prekey WHERE' : 'kyber_prekey WHERE last_resort = 0 AND'
  const sql = `SELECT count(*) AS unused FROM ${from} retired_at IS NULL AND id >= ? AND id < ?`
  return prepared<[number, number], { unused: number }>(db, sql).get(firstId, firstId + count)?.unused ?? 0
}

/** Keeps a new signed key and last-resort key and retires the ones before. */
export function addLongLivedPrekeys(
  tx: Tx,
  signed: SignedPreKeyRecord,
  lastResort: KyberPreKeyRecord,
  now: Time,
): void {
  prepared(tx.db, 'UPDATE signed_prekey SET retired_at = ? WHERE retired_at IS NULL').run(now)
  const insert = prepared(tx.db, 'INSERT OR REPLACE INTO signed_prekey (id, record, created_at) VALUES (?, ?, ?)')
  insert.run(signed.id(), signed.serialize(), now)
  prepared(tx.db, 'UPDATE kyber_prekey SET retired_at = ? WHERE retired_at IS NULL AND last_resort = 1').run(now)
  insertKyber(tx.db, lastResort, true, now)
}

/** The signed and last-resort keys that others should be given now; null before the first. */
export function currentLongLivedPrekeys(
  db: Database,
): { readonly signedId: number; readonly lastResortKyberId: number; readonly createdAt: Time } | null {
  const sql = `
    SELECT signed.id AS signedId, kyber.id AS lastResortKyberId, min(signed.created_at, kyber.created_at) AS createdAt
    FROM signed_prekey AS signed, kyber_prekey AS kyber
    WHERE signed.retired_at IS NULL AND kyber.retired_at IS NULL AND kyber.last_resort = 1`
  return prepared<[], { signedId: number; lastResortKyberId: number; createdAt: Time }>(db, sql).get() ?? null
}

/** Destroys keys that were retired before `time`. */
export function dropRetiredPrekeys({ db }: Tx, time: Time): void {
  for (const table of ['prekey', 'signed_prekey', 'kyber_prekey']) {
    prepared(db, `DELETE FROM ${table} WHERE retired_at < ?`).run(time)
  }
}

function insertKyber(db: Database, record: KyberPreKeyRecord, lastResort: boolean, now: Time): void {
  const sql = 'INSERT OR REPLACE INTO kyber_prekey (id, record, last_resort, created_at) VALUES (?, ?, ?, ?)'
  prepared(db, sql).run(record.id(), record.serialize(), lastResort ? 1 : 0, now)
}
