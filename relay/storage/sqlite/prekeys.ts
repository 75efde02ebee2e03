/** Prekeys: one page of one-time keys for each device and kind, given out by moving its index in one statement. */
import type { Database } from 'better-sqlite3'
import type { DevicePrekeys, PrekeyKind } from '../store.ts'
import { accessCheck } from './accounts.ts'
import type { Operations } from './operations.ts'

type PrekeyOperations = Pick<Operations, 'putPrekeys' | 'prekeys' | 'takeBundles'>

interface DeviceRow {
  readonly device: number
  readonly registrationId: number
  readonly signed: Uint8Array | null
  readonly lastResort: Uint8Array | null
}

export function prekeyOperations(db: Database): PrekeyOperations {
  const access = accessCheck(db)
  const replaceKeys = db.prepare<[Uint8Array | null, Uint8Array | null, string, number]>(
    `UPDATE device SET signed_prekey = coalesce(?, signed_prekey), last_resort_prekey = coalesce(?, last_resort_prekey)
     WHERE account = ? AND device = ?`,
  )
  // The same page again leaves the index where it is: a repeated upload must not give out a key twice.
  const putPage = db.prepare(
    `INSERT INTO prekey_page (account, device, kind, idx, n, page) VALUES (?, ?, ?, 0, ?, ?)
     ON CONFLICT DO UPDATE SET idx = 0, n = excluded.n, page = excluded.page WHERE page <> excluded.page`,
  )
  const left = db
    .prepare<[string, number, PrekeyKind], number>(
      'SELECT n - idx FROM prekey_page WHERE account = ? AND device = ? AND kind = ?',
    )
    .pluck()
  const pop = db
    .prepare<[string, number, PrekeyKind], Uint8Array>(
      `UPDATE prekey_page SET idx = idx + 1 WHERE account = ? AND device = ? AND kind = ? AND idx < n
       RETURNING substr(page, (idx - 1) * (length(page) / n) + 1, length(page) / n)`,
    )
    .pluck()
  const next = db
    .prepare<[string, number, PrekeyKind], Uint8Array>(
      `SELECT substr(page, idx * (length(page) / n) + 1, length(page) / n) FROM prekey_page
       WHERE account = ? AND device = ? AND kind = ? AND idx < n`,
    )
    .pluck()
  const columns =
    'device, registration_id AS registrationId, signed_prekey AS signed, last_resort_prekey AS lastResort FROM device'
  const devices = db.prepare<[string], DeviceRow>(`SELECT ${columns} WHERE account = ? ORDER BY device`)
  const oneDevice = db.prepare<[string, number], DeviceRow>(`SELECT ${columns} WHERE account = ? AND device = ?`)
  const identityKey = db.prepare<[string], Uint8Array>('SELECT identity_key FROM account WHERE account = ?').pluck()

  function bundle(account: string, row: DeviceRow): DevicePrekeys[] {
    if (row.signed === null) return []
    const kyber = pop.get(account, row.device, 'kyber') ?? row.lastResort
    if (kyber === null) return []
    const oneTime = pop.get(account, row.device, 'ec') ?? null
    return [{ device: row.device, registrationId: row.registrationId, signed: row.signed, oneTime, kyber }]
  }

  return {
    putPrekeys({ account, device }, change) {
      const { changes } = replaceKeys.run(change.signed ?? null, change.lastResort ?? null, account, device)
      if (changes === 0) return
      for (const { kind, recordBytes, records } of change.pages) {
        putPage.run(account, device, kind, records.length / recordBytes, records)
      }
    },
    prekeys({ account, device }) {
      const row = oneDevice.get(account, device)
      return {
        left: { ec: left.get(account, device, 'ec') ?? 0, kyber: left.get(account, device, 'kyber') ?? 0 },
        next: { ec: next.get(account, device, 'ec') ?? null, kyber: next.get(account, device, 'kyber') ?? null },
        signed: row?.signed ?? null,
        lastResort: row?.lastResort ?? null,
      }
    },
    takeBundles(account, right, now) {
      const decision = access(account, right, now)
      if (decision !== 'granted') return decision
      return {
        identityKey: identityKey.get(account) ?? new Uint8Array(),
        devices: devices.all(account).flatMap((row) => bundle(account, row)),
      }
    },
  }
}
